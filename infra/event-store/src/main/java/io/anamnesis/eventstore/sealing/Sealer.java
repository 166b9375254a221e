package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogHole;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.proof.MalformedProof;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Seals the log: hashes its events in their order, writes the tiles, and signs a checkpoint over them, all in one transaction. So
 * tiles and last checkpoint always fit each other, whenever a process dies, and the next one goes on from there. Of several
 * processes that seal one waits for the other; what comes out depends on the events alone, but for sizes and times of checkpoints.
 * For one thread.
 */
public final class Sealer {
  /** Whoever seals holds this advisory lock; the database lets go of it when his connection ends, or hangs. */
  private static final String TAKE_TURN = """
      set local idle_in_transaction_session_timeout = '30s';
      set local lock_timeout = '10s';
      select pg_advisory_xact_lock(%d)""";

  private static final long LOCK = 0x616E_616D_6E65_736BL;

  private static final int PAGE = 1_000;
  /** In one transaction, at most. */
  private static final int MOST = 1 << 16;
  /** Of one transaction, about: large events must not keep it idle until the database ends it, over and over. */
  private static final Duration LONGEST = Duration.ofSeconds(5);
  /** From so far behind on, what is read is nobody else's business and is not kept for others. */
  private static final int FAR_BEHIND = 10_000;

  private final EventLog log;
  private final LogTail tail;
  private final DataSource database;
  private final LogSchema schema;
  private final CheckpointRows checkpoints;
  private final LogKeyFiles files;
  private final Clock clock;
  private @Nullable RightEdge edge;
  private @Nullable SealedCheckpoint newest;

  /** @param clock for the time of checkpoints */
  public Sealer(EventLog log, LogTail tail, DataSource database, LogKeyFiles files, Clock clock) {
    this(log, tail, database, LogSchema.LOG, files, clock);
  }

  /** @param schema of the log */
  public Sealer(EventLog log, LogTail tail, DataSource database, LogSchema schema, LogKeyFiles files, Clock clock) {
    this.log = log;
    this.tail = tail;
    this.database = database;
    this.schema = schema;
    this.checkpoints = new CheckpointRows(schema);
    this.files = files;
    this.clock = clock;
  }

  /**
   * Seals what is in the log, or much of it where it is very much. Writes nothing where nothing was added; but the empty log is
   * sealed once, so that there is a checkpoint from the start.
   *
   * @return whether there is more to be sealed
   * @throws LogAltered if what is in the database is not what was sealed; nothing is signed then, now or later
   * @throws LogUnavailable if the database could not be asked; to be tried again
   */
  public boolean seal() throws InterruptedException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      boolean isDone = false;
      try {
        boolean more = seal(connection);
        isDone = true;
        return more;
      } finally {
        if (!isDone) {
          // Whatever became of it is found in the database next time.
          edge = null;
          connection.rollback();
        }
      }
    } catch (LogHole hole) {
      throw new LogAltered(LogAltered.Finding.EVENTS_MISSING, hole.position(),
          "position " + hole.position() + " is missing in the log, and there are later ones");
    } catch (MalformedProof damaged) {
      throw new LogAltered(LogAltered.Finding.CHECKPOINT_DIFFERS, 0,
          "the last checkpoint in the database is none: " + damaged.getMessage());
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /** Whether the log grew since it was sealed last, as far as this sealer knows. */
  public boolean isBehind() {
    return edge == null || log.head() != edge.size();
  }

  private boolean seal(Connection connection) throws SQLException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(TAKE_TURN.formatted(schema.lock(LOCK)));
    }
    Optional<SealedCheckpoint> last = checkpoints.last(connection);
    RightEdge tree = treeOf(last, connection);
    long head = log.head();
    if (head < tree.size()) {
      throw endsAt(head, tree.size() + " events are sealed");
    }
    long before = tree.size();
    grow(tree, Math.min(head, before + MOST));
    if (tree.size() == before && head > before) {
      throw endsAt(before, "ended at " + head + " before");
    }
    List<TileRow> growth = tree.takeGrowth();
    if (growth.isEmpty() && last.isPresent()) {
      connection.rollback();
      edge = tree;
      newest = last.get();
      return false;
    }
    sign(tree, growth, last, connection);
    return head > tree.size();
  }

  private static LogAltered endsAt(long head, String though) {
    return new LogAltered(LogAltered.Finding.EVENTS_MISSING, head + 1, "the log ends at " + head + ", and " + though);
  }

  /** What this process knows, unless another has sealed meanwhile or it knows nothing yet: then what is in the database. */
  private RightEdge treeOf(Optional<SealedCheckpoint> last, Connection connection) throws SQLException {
    if (edge != null && last.isPresent() && last.get().equals(newest)) {
      return edge;
    }
    SealCheck check = new SealCheck(log, schema, files.key().verifier(), files.lastSigned());
    return last.isPresent() ? check.of(last.get(), connection) : check.none();
  }

  private void grow(RightEdge tree, long upTo) throws InterruptedException {
    long begun = System.nanoTime();
    if (upTo - tree.size() > FAR_BEHIND) {
      try (LogScan scan = log.scan(tree.size(), upTo)) {
        List<StoredEvent> page = scan.next();
        while (!page.isEmpty()) {
          page.forEach(event -> tree.add(Leaf.hashOf(event)));
          page = isLate(begun) ? List.of() : scan.next();
        }
      }
      return;
    }
    boolean more = true;
    while (more && tree.size() < upTo) {
      List<LoggedEvent> page = tail.read(tree.size(), (int) Math.min(PAGE, upTo - tree.size()));
      page.forEach(event -> tree.add(Leaf.hashOf(event.stored())));
      more = !page.isEmpty() && !isLate(begun);
    }
  }

  private static boolean isLate(long begun) {
    return System.nanoTime() - begun > LONGEST.toNanos();
  }

  private void sign(RightEdge tree, List<TileRow> growth, Optional<SealedCheckpoint> last, Connection connection)
      throws SQLException {
    Checkpoint checkpoint =
        new Checkpoint(files.key().verifier().name(), tree.size(), tree.root(), timeAfter(last));
    SealedCheckpoint sealed = new SealedCheckpoint(files.key().verifier(), checkpoint.signedWith(files.key()));
    if (!growth.isEmpty()) {
      new TileRows(schema).insert(connection, growth);
    }
    checkpoints.insert(connection, checkpoint, sealed);
    connection.commit();
    edge = tree;
    newest = sealed;
    files.remember(sealed.note());
  }

  /** Of two checkpoints the longer one is never the older one, also where a clock was set back: whoever compares them relies on it. */
  private Instant timeAfter(Optional<SealedCheckpoint> last) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return last.map(sealed -> sealed.checkpoint().time()).filter(before -> before.isAfter(now)).orElse(now);
  }
}
