package io.anamnesis.eventstore.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Covers the log's complete parts, one after another on a thread of its own, from the first time on that the writer finds one
 * that is not covered. A log within its first part has neither the thread nor a filter.
 */
final class Coverer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Coverer.class);
  private static final Duration PAUSE = Duration.ofSeconds(5);
  /** Parts that wait to be covered, 2 MiB each. */
  private static final int MOST_WHOLE = 4;

  private final DataSource database;
  private final Parts parts;
  private final KnownIds known;
  /** Of parts that need not be read. Few: whoever writes on and on is not faster than this. */
  private final Map<Long, PartIds> whole = new ConcurrentHashMap<>();
  private volatile long complete;
  private volatile @Nullable Thread thread;
  private volatile @Nullable HeldConnection reading;
  private volatile boolean closed;

  Coverer(DataSource database, Parts parts, KnownIds known) {
    this.database = database;
    this.parts = parts;
    this.known = known;
  }

  /** For one thread at a time: the writer's. */
  void reached(long head) {
    long present = parts.present(head);
    if (present > complete && !closed) {
      complete = present;
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("log-identity").start(this::run);
      }
      LockSupport.unpark(thread);
    }
  }

  /** The ids of a part, from the writer itself, before it tells that it has passed the part. */
  void isWhole(long part, PartIds ids) {
    if (known.hasRoom() && whole.size() < MOST_WHOLE) {
      whole.put(part, ids);
    }
  }

  private void run() {
    boolean told = false;
    while (!closed) {
      if (known.covered() >= complete) {
        LockSupport.park(this);
      } else if (known.hasRoom()) {
        coverNext();
      } else {
        if (!told) {
          LOG.warn(
              "there is memory to know the ids of {} parts of the log by heart, of {}: in the others each new id is "
                  + "looked up at the database",
              known.covered(), complete);
          told = true;
        }
        LockSupport.park(this);
      }
    }
  }

  private void coverNext() {
    long part = known.covered();
    PartIds own = whole.remove(part);
    if (own != null) {
      known.cover(own);
      return;
    }
    try (HeldConnection held = HeldConnection.of(database)) {
      reading = held;
      PartIds ids = PartIds.read(held.connection(), parts, part);
      held.done();
      known.cover(ids);
    } catch (SQLException | RuntimeException | OutOfMemoryError failed) {
      if (!closed) {
        LOG.warn("the ids of part {} of the log could not be read, trying again in {}: {}", part, PAUSE,
            failed.toString());
        LockSupport.parkNanos(this, PAUSE.toNanos());
      }
    } finally {
      reading = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    HeldConnection held = reading;
    if (held != null) {
      held.close();
    }
    LockSupport.unpark(thread);
  }
}
