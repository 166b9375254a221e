package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * The log on PostgreSQL 15 or newer, in a schema of its own. Several processes may write; each opens the log once. What a
 * read cannot ask is a {@link io.anamnesis.eventstore.LogUnavailable}.
 */
public final class PostgresEventLog implements EventLog, AutoCloseable {
  private final StreamHeads streams = new StreamHeads();
  private final Identity identity;
  private final LogReader reader;
  private final Settlement settlement;
  private final Wakeups wakeups;
  private final GroupCommit groupCommit;
  private final TurnWatch turnWatch;

  private PostgresEventLog(LogConfiguration configuration, Parts parts) {
    LogSchema schema = configuration.schema();
    this.identity = new Identity(configuration.database(), parts, configuration.identityMemory());
    this.reader = new LogReader(configuration.database(), schema, identity);
    this.settlement = new Settlement(configuration.database(), schema);
    this.wakeups = new Wakeups(configuration.database(), schema);
    Writer writer = new Writer(configuration.database(), schema, configuration.timeout(), identity, streams, wakeups);
    this.groupCommit = new GroupCommit(configuration, writer, wakeups::signal);
    this.turnWatch = new TurnWatch(configuration.database(), schema, configuration.timeout());
  }

  /**
   * Migrates the log's schema where needed and opens the log.
   *
   * @throws IllegalArgumentException if the driver is told to send statements one by one ({@code preferQueryMode=simple}): what
   *         travels together is one transaction, and must stay so
   */
  public static PostgresEventLog open(LogConfiguration configuration) {
    refuseSimpleQueries(configuration.database());
    LogTables.migrate(configuration.database(), configuration.schema());
    return new PostgresEventLog(configuration, parts(configuration));
  }

  private static Parts parts(LogConfiguration configuration) {
    try (Connection connection = configuration.database().getConnection()) {
      return Parts.of(connection, configuration.schema());
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private static void refuseSimpleQueries(DataSource database) {
    try (Connection connection = database.getConnection()) {
      if (connection.unwrap(PGConnection.class).getPreferQueryMode() == PreferQueryMode.SIMPLE) {
        throw new IllegalArgumentException(
            "the log needs a database URL without preferQueryMode=simple: its statements must travel as one transaction");
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  @Override
  public List<Outcome> append(List<Append> appends) {
    return groupCommit.append(appends);
  }

  @Override
  public List<StoredEvent> read(long after, int limit) {
    return reader.read(after, limit);
  }

  @Override
  public LogScan scan(long after, long upTo) {
    return reader.scan(after, upTo);
  }

  @Override
  public TypeSearch readTypes(Set<String> types, long after, long upTo, int limit) {
    return reader.readTypes(types, after, upTo, limit);
  }

  @Override
  public List<StoredEvent> readSubject(String subject, long after, int limit) {
    return reader.readSubject(subject, after, limit);
  }

  @Override
  public List<StoredEvent> readSubject(String subject, Set<String> types, long after, int limit) {
    return reader.readSubject(subject, types, after, limit);
  }

  @Override
  public List<StoredEvent> readSubjectBackward(String subject, long before, int limit) {
    return reader.readSubjectBackward(subject, before, limit);
  }

  @Override
  public List<StoredEvent> readSubjectAsOccurred(String subject, Occurrence after, long upTo, int limit) {
    return reader.readSubjectAsOccurred(subject, after, upTo, limit);
  }

  @Override
  public List<StoredEvent> readStream(String stream, long fromSeq, int limit) {
    List<StoredEvent> page = reader.readStream(stream, fromSeq, limit);
    if (!page.isEmpty() && page.getLast().seq() instanceof Long last) {
      streams.saw(stream, last);
    }
    return page;
  }

  @Override
  public Optional<Long> lastSeq(String stream) {
    Optional<Long> last = reader.lastSeq(stream);
    last.ifPresent(seq -> streams.saw(stream, seq));
    return last;
  }

  @Override
  public Optional<StoredEvent> find(UUID eventId) {
    return reader.find(List.of(eventId)).stream().findFirst();
  }

  @Override
  public List<StoredEvent> find(Collection<UUID> eventIds) {
    return reader.find(eventIds);
  }

  @Override
  public boolean knows(String subject, @Nullable Instant asOf) {
    return reader.knows(subject, asOf);
  }

  @Override
  public Set<String> known(Collection<String> subjects) {
    return reader.known(subjects);
  }

  @Override
  public long head() {
    return reader.head();
  }

  @Override
  public long headAt(Instant instant) {
    return reader.headAt(instant);
  }

  @Override
  public boolean settle(Instant asOf) {
    return settlement.settle(asOf);
  }

  @Override
  public AutoCloseable onAppend(Runnable listener) {
    return wakeups.add(listener);
  }

  /** How much of the log's identity this process knows by heart by now. */
  public IdentityCoverage identityCoverage() {
    return identity.coverage(reader.head());
  }

  /** Lets the batch in hand finish; the data source stays open. */
  @Override
  public void close() {
    turnWatch.close();
    wakeups.close();
    groupCommit.close();
    identity.close();
  }
}
