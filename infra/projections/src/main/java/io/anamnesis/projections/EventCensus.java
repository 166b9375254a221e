package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts all events of the log by type and revision: those that concern nobody and those that this build does not know
 * among them. What is counted is kept, and moves on in the background; an answer counts the rest on the spot, so that it is
 * whole, and costs the same however long the log is. Any number of processes may run it: one at a time counts.
 */
public final class EventCensus implements AutoCloseable {
  private static final int PAGE = 4_096;

  /** So much is counted within an answer, if need be. */
  private static final long ON_THE_SPOT = 200_000;

  /** A missed hint costs no more than that. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  /** What arrives together is counted together. */
  private static final Duration GATHERING = Duration.ofMillis(500);

  private final EventLog log;
  private final LogTail tail;
  private final ViewsDatabase database;
  private final SteadyThread thread;
  private @Nullable AutoCloseable hint;

  /**
   * @param tail the same for all readers of a process
   * @param database a pool; one connection is used while events are counted
   */
  public EventCensus(EventLog log, LogTail tail, DataSource database) {
    this.log = log;
    this.tail = tail;
    this.database = new ViewsDatabase(database);
    this.thread = new SteadyThread("event-census", this::turn, () -> {});
  }

  /**
   * What the log holds.
   *
   * @param position the last one counted
   * @param counts by type, then revision
   */
  public record Census(long position, Collection<EventCount> counts) {}

  /** Brings the schema up to date and starts counting; returns at once. */
  public void start() {
    ViewsSchema.migrate(database.source());
    thread.start();
    hint = log.onAppend(thread::wake);
  }

  /**
   * Counts everything that was in the log before the call.
   *
   * @throws ViewNotReadyException while much of the log is still to be counted
   */
  public Census take() {
    long head = log.head();
    EventCounts counts = new EventCounts();
    long position = database.snapshot(Patience.LONG, connection -> {
      EventTypeRows.all(connection).forEach(counts::add);
      return EventTypeRows.position(connection);
    });
    if (head - position > ON_THE_SPOT) {
      throw new ViewNotReadyException("event-types");
    }
    while (position < head) {
      List<LoggedEvent> page = tail.read(position, PAGE);
      counts.add(page);
      position = page.getLast().position();
    }
    return new Census(position, counts.all());
  }

  private boolean turn() throws InterruptedException {
    while (!thread.isStopped() && advance()) {
      // There may be more.
    }
    thread.sleep(IDLE);
    thread.pause(GATHERING);
    return true;
  }

  /** Counts a page; false at the end of the log, or where another process is at it. */
  private boolean advance() {
    return database.transact(Patience.WORKING, connection -> {
      OptionalLong position = EventTypeRows.hold(connection);
      List<LoggedEvent> page = position.isEmpty() ? List.of() : tail.read(position.getAsLong(), PAGE);
      if (!page.isEmpty()) {
        EventCounts counts = new EventCounts();
        counts.add(page);
        EventTypeRows.add(connection, counts.all(), page.getLast().position());
      }
      return !page.isEmpty();
    });
  }

  @Override
  public void close() {
    Hints.forget(hint);
    thread.close();
  }
}
