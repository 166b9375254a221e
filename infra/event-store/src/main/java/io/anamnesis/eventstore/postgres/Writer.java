package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing end of the log: one connection, kept, with settings of its own. Not thread-safe; {@link GroupCommit} lets
 * one caller in at a time.
 *
 * <p>When an attempt fails, its fate may be unknown: the commit may have been carried out although its answer was lost.
 * So the connection is given up and the batch judged again on a new one. To be judged it must pass the writers' turn, by
 * which time the lost transaction has ended either way, and what it committed is found and told from what others did.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int ATTEMPTS = 2;
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * The planner is held to index lookups, which are right at any size of the table. A hanging writer loses its turn. No
   * commit is acknowledged before it is on the disk.
   */
  private static final String SETTINGS =
      """
      select set_config('lock_timeout', ?, false),
             set_config('statement_timeout', ?, false),
             set_config('idle_in_transaction_session_timeout', ?, false),
             set_config('enable_seqscan', 'off', false),
             set_config('enable_hashjoin', 'off', false),
             set_config('enable_mergejoin', 'off', false),
             set_config('jit', 'off', false),
             set_config('plan_cache_mode', 'force_generic_plan', false),
             case when current_setting('synchronous_commit') = 'off' then set_config('synchronous_commit', 'on', false) end""";

  private final DataSource database;
  private final LogSchema schema;
  private final Duration timeout;
  private final Wakeups wakeups;
  private @Nullable Connection connection;
  private final StreamHeads streams;
  private final Identity identity;
  private final HopefulBatch hopefulBatch;
  private final CarefulBatch carefulBatch;
  private final Deadline deadline;
  /** The last position that this writer knows of. */
  private long head;
  /** Whether the last batch met what the log knew already: then the next is likely to do so, too. */
  private boolean careful;

  Writer(DataSource database, LogSchema schema, Duration timeout, Identity identity, StreamHeads streams,
      Wakeups wakeups) {
    this.database = database;
    this.schema = schema;
    this.timeout = timeout;
    this.identity = identity;
    this.hopefulBatch = new HopefulBatch(schema);
    this.carefulBatch = new CarefulBatch(schema, identity);
    this.streams = streams;
    this.deadline = new Deadline(timeout.multipliedBy(3));
    this.wakeups = wakeups;
  }

  /** One outcome per append, in order. Never throws: what cannot be found out is {@link Outcome.Unknown}. */
  List<Outcome> write(List<Append> batch) {
    Attempts attempts = new Attempts();
    Exception failure = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return onConnection(writing -> append(writing, batch, attempts));
      } catch (SQLException | RuntimeException failed) {
        LOG.warn("an attempt to append {} failed, its outcome is looked up: {}", batch.size(), withoutRow(failed));
        if (batch.size() > 1 && isRefusedData(failed)) {
          return batch.stream().flatMap(append -> write(List.of(append)).stream()).toList();
        }
        failure = failed;
        careful = true;
      }
    }
    return lookUp(batch, attempts, Objects.requireNonNull(failure));
  }

  /** Hopeful first: most batches hold nothing that the log knows. An empty log is not hoped for. */
  private List<Outcome> append(Connection writing, List<Append> batch, Attempts attempts) throws SQLException {
    List<NewEvent> events = events(batch);
    boolean announce = wakeups.othersListen();
    if (!careful && head > 0 && streams.isLikelyToPass(events) && identity.areNew(writing, events, head)) {
      try {
        attempts.begin(head);
        OptionalLong before = hopefulBatch.append(writing, events, identity.endOfPresent(head), announce);
        if (before.isPresent()) {
          remember(events, before.getAsLong());
          return HopefulBatch.outcomes(batch, before.getAsLong());
        }
        attempts.refused();
      } catch (SQLException refused) {
        if (!UNIQUE_VIOLATION.equals(refused.getSQLState())) {
          throw refused;
        }
        attempts.refused();
      }
    }
    BatchPlan plan = carefulBatch.append(writing, batch, attempts, announce);
    careful = !plan.outcomes().stream().allMatch(Outcome.Appended.class::isInstance);
    remember(plan.survivors(), plan.headBefore());
    return plan.outcomes();
  }

  private static List<NewEvent> events(List<Append> batch) {
    return batch.size() == 1 ? batch.getFirst().events()
        : batch.stream().flatMap(append -> append.events().stream()).toList();
  }

  private void remember(List<NewEvent> appended, long before) {
    streams.remember(appended);
    head = before + appended.size();
    identity.wrote(appended, before);
  }

  private List<Outcome> lookUp(List<Append> batch, Attempts attempts, Exception cause) {
    try {
      return onConnection(asking -> carefulBatch.ask(asking, batch, attempts, withoutDetail(cause)));
    } catch (SQLException | RuntimeException failed) {
      LOG.error("the outcome of an append of {} is not known: {}", batch.size(), withoutRow(failed));
      Exception shown = withoutDetail(cause);
      return batch.stream().map(append -> (Outcome) new Outcome.Unknown(shown)).toList();
    }
  }

  private List<Outcome> onConnection(Work work) throws SQLException {
    // An interrupt would close the socket of a virtual thread in the middle of a transaction.
    boolean interrupted = Thread.interrupted();
    boolean done = false;
    try {
      Connection present = connection;
      List<Outcome> outcomes = present == null ? onFresh(work) : deadline.within(present, () -> work.on(present));
      done = true;
      return outcomes;
    } finally {
      if (!done) {
        giveUp();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private List<Outcome> onFresh(Work work) throws SQLException {
    Connection fresh = database.getConnection();
    connection = fresh;
    return deadline.within(fresh, () -> {
      prepare(fresh);
      return work.on(fresh);
    });
  }

  /** The database looked at the data and refused: nothing was committed, and one append alone may be to blame. */
  private static boolean isRefusedData(Exception failed) {
    String state = failed instanceof SQLException refused ? refused.getSQLState() : null;
    return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
  }

  /** What goes on to callers, who may print it: as {@link #withoutRow}. */
  private static Exception withoutDetail(Exception failed) {
    return failed instanceof PSQLException refused
        ? new SQLException(withoutRow(failed), refused.getSQLState())
        : failed;
  }

  /** What went wrong, without the server's detail: that may quote the row. */
  private static String withoutRow(Exception failed) {
    ServerErrorMessage answer = failed instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
    return answer == null ? failed.toString() : answer.getSQLState() + " " + answer.getMessage();
  }

  private void prepare(Connection fresh) throws SQLException {
    fresh.setAutoCommit(true);
    fresh.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    try (PreparedStatement settings = fresh.prepareStatement(SETTINGS)) {
      settings.setString(1, timeout.toMillis() + "ms");
      settings.setString(2, timeout.toMillis() * 2 + "ms");
      settings.setString(3, timeout.toMillis() / 2 + "ms");
      settings.execute();
    }
    wakeups.writesAs(fresh.unwrap(PGConnection.class).getBackendPID());
    head = notBehind(head, fresh);
    identity.reached(head);
  }

  /**
   * What was written cannot be gone, unless another history has taken the log's place: a backup restored, a standby promoted
   * that had not received all. What this process remembers would then be wrong, and must not be built upon.
   */
  private long notBehind(long known, Connection fresh) throws SQLException {
    try (PreparedStatement statement = fresh.prepareStatement(schema.sql(LogReader.HEAD));
        ResultSet row = statement.executeQuery()) {
      long present = row.next() ? row.getLong(1) : 0;
      if (present < known) {
        throw new IllegalStateException("the log ends at " + present + " though this process has written up to " + known
            + ": a part of its history is lost. Stop all processes on it, decide which history holds, and start them anew");
      }
      return present;
    }
  }

  private void giveUp() {
    Connection broken = connection;
    connection = null;
    if (broken != null) {
      Connections.drop(database, broken);
    }
  }

  @Override
  public void close() {
    giveUp();
    deadline.close();
  }

  /** One transaction of the writer's. */
  @FunctionalInterface
  private interface Work {
    List<Outcome> on(Connection connection) throws SQLException;
  }
}
