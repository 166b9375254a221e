package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Leaf;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.TreeHead;
import java.sql.Connection;
import java.sql.SQLException;
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
  private final StatementRows statements;
  private final LogKeyFiles files;
  private final Clock clock;
  private @Nullable RightEdge edge;
  private @Nullable SealedCheckpoint newest;
  private @Nullable Succession looked;

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
    this.statements = new StatementRows(schema);
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
    boolean isDone = false;
    try {
      boolean more = LogTurn.take(database, schema, this::seal);
      isDone = true;
      return more;
    } finally {
      if (!isDone) {
        // Whatever became of it is found in the database next time.
        edge = null;
      }
    }
  }

  /**
   * What {@link #seal} looks at before it signs, without signing anything; for the start.
   *
   * @throws LogSetBack if the log does not go on from the last checkpoint that is known outside of the database, or what is kept
   *     there of it cannot be read
   */
  public void refuseIfSetBack() throws InterruptedException {
    try {
      LogTurn.take(database, schema, connection -> {
        treeOf(checkpoints.last(connection), connection, files.agree(statements.read(connection)));
        return true;
      });
    } catch (LogAltered found) {
      long known = lastKnown();
      if (found.finding() == LogAltered.Finding.CHECKPOINT_DIFFERS || log.head() < known) {
        throw new LogSetBack(found, known);
      }
      // What else is found is told by whoever seals, and facts are taken meanwhile.
    } finally {
      edge = null;
    }
  }

  private long lastKnown() {
    try {
      return files.lastSigned().map(Checkpoint::size).orElse(0L);
    } catch (LogAltered unreadable) {
      throw new LogSetBack(unreadable);
    }
  }

  /** Whether the log grew since it was sealed last, as far as this sealer knows. */
  public boolean isBehind() {
    return edge == null || log.head() != edge.size();
  }

  /** How often the log was set back on purpose, as far as this sealer knows. */
  public long epoch() {
    return files.succession().epoch();
  }

  private boolean seal(Connection connection) throws SQLException, InterruptedException {
    List<SignedNote> lost = files.agree(statements.read(connection));
    Optional<SealedCheckpoint> last = checkpoints.last(connection);
    RightEdge tree = treeOf(last, connection, lost);
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
      connection.commit();
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
  private RightEdge treeOf(Optional<SealedCheckpoint> last, Connection connection, List<SignedNote> lost)
      throws SQLException, InterruptedException {
    Succession succession = files.succession();
    if (edge != null && last.isPresent() && last.get().equals(newest) && succession.equals(looked)) {
      return edge;
    }
    SealCheck check = SealCheck.of(log, schema, succession, files.lastSigned());
    RightEdge tree = check.of(last, connection);
    Optional<TreeHead> ahead = check.ahead(tree.size());
    if (ahead.isPresent()) {
      catchUp(tree, ahead.get(), last);
    }
    statements.insert(connection, lost);
    last.ifPresent(seen -> files.saw(seen.note()));
    looked = succession;
    return tree;
  }

  /**
   * A checkpoint is remembered before it is published. Whoever died in between has left the events: they must come to its root.
   * More than one transaction's worth was published, and is gone.
   */
  private void catchUp(RightEdge tree, TreeHead signed, Optional<SealedCheckpoint> last) throws InterruptedException {
    long position = last.map(SealedCheckpoint::size).orElse(signed.size());
    if (log.head() < signed.size() || signed.size() - tree.size() > MOST) {
      throw SealCheck.differs(signed, position);
    }
    // Not from memory, which may be of before.
    scan(tree, signed.size(), Duration.ofDays(1));
    if (tree.size() != signed.size() || !tree.root().equals(signed.root())) {
      throw SealCheck.differs(signed, position);
    }
  }

  private void grow(RightEdge tree, long upTo) throws InterruptedException {
    if (upTo - tree.size() > FAR_BEHIND) {
      scan(tree, upTo, LONGEST);
      return;
    }
    long begun = System.nanoTime();
    boolean more = true;
    while (more && tree.size() < upTo) {
      List<LoggedEvent> page = tail.read(tree.size(), (int) Math.min(PAGE, upTo - tree.size()));
      page.forEach(event -> tree.add(Leaf.hashOf(event.stored())));
      more = !page.isEmpty() && !isLate(begun, LONGEST);
    }
  }

  private void scan(RightEdge tree, long upTo, Duration atMost) throws InterruptedException {
    long begun = System.nanoTime();
    try (LogScan scan = log.scan(tree.size(), upTo)) {
      List<StoredEvent> page = scan.next();
      while (!page.isEmpty()) {
        page.forEach(event -> tree.add(Leaf.hashOf(event)));
        page = isLate(begun, atMost) ? List.of() : scan.next();
      }
    }
  }

  private static boolean isLate(long begun, Duration atMost) {
    return System.nanoTime() - begun > atMost.toNanos();
  }

  private void sign(RightEdge tree, List<TileRow> growth, Optional<SealedCheckpoint> last, Connection connection)
      throws SQLException {
    Checkpoint checkpoint =
        new Checkpoint(files.key().verifier().name(), tree.size(), tree.root(), timeAfter(last),
            files.succession().epoch());
    SealedCheckpoint sealed = new SealedCheckpoint(files.key().verifier(), checkpoint.signedWith(files.key()));
    if (!growth.isEmpty()) {
      new TileRows(schema).insert(connection, growth);
    }
    checkpoints.insert(connection, checkpoint, sealed);
    // What anybody has seen is remembered; what is remembered nobody need have seen.
    files.remember(sealed.note());
    connection.commit();
    edge = tree;
    newest = sealed;
  }

  /** Of two checkpoints the longer one is never the older one, also where a clock was set back: whoever compares them relies on it. */
  private Instant timeAfter(Optional<SealedCheckpoint> last) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return last.map(sealed -> sealed.checkpoint().time()).filter(before -> before.isAfter(now)).orElse(now);
  }
}
