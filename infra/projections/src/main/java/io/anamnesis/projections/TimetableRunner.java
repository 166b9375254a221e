package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.DueRows.Due;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log for one {@link Timetable}, and wakes its keys when their time has come. Any number of processes may run
 * it: what one has decided another decides no more, as each decides on the log. A key that cannot be woken is tried again
 * after a pause; the others do not wait for it.
 */
public final class TimetableRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TimetableRunner.class);
  private static final int PAGE = 1_000;
  private static final int AT_ONCE = 16;
  private static final int WAKES = 200;
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final EventLog log;
  private final LogTail tail;
  private final DataSource database;
  private final Timetable timetable;
  private final Clock clock;
  private final Subscription declared;
  private final DueRows rows;
  private final SteadyThread thread;
  private @Nullable AutoCloseable hint;
  private long read = -1;
  private Instant next = Instant.MIN;

  /** @param clock tells what is due; what events tell is compared with it */
  public TimetableRunner(EventLog log, LogTail tail, DataSource database, Timetable timetable, Clock clock) {
    this.log = log;
    this.tail = tail;
    this.database = database;
    this.timetable = timetable;
    this.clock = clock;
    this.declared = EventCatalogue.standard().declares(timetable.events());
    this.rows = new DueRows(new ViewsDatabase(database), GenerationTables.checked(timetable.name()));
    this.thread = new SteadyThread("timetable-" + timetable.name(), this::turn, () -> {});
  }

  /** Brings the schema up to date, registers the timetable and starts following; returns at once. */
  public void start() {
    ViewsSchema.migrate(database);
    rows.register();
    thread.start();
    hint = log.onAppend(thread::wake);
  }

  @Override
  public void close() {
    Hints.forget(hint);
    thread.close();
  }

  private boolean turn() throws InterruptedException {
    if (read < 0) {
      read = rows.position();
    }
    List<LoggedEvent> page = tail.read(read, PAGE);
    if (!page.isEmpty()) {
      note(page);
    }
    boolean woken = !clock.instant().isBefore(next) && wake();
    if (page.isEmpty() && !woken) {
      next = rows.next();
      thread.sleep(pause());
    }
    return true;
  }

  /** No longer than until the next is due; and no longer than what another process may have noted goes unseen. */
  private Duration pause() {
    if (next.isAfter(clock.instant().plus(POLL))) {
      return POLL;
    }
    Duration left = Duration.between(clock.instant(), next);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  private void note(List<LoggedEvent> page) {
    List<Due> dues = new ArrayList<>();
    for (LoggedEvent event : page) {
      String subject = event.subject();
      if (subject != null && declared.test(event.type())) {
        Recorded recorded = event.recorded();
        timetable.dues(recorded).forEach(at -> dues.add(new Due(subject, at, event.position())));
      }
    }
    long readTo = page.getLast().position();
    rows.note(dues, readTo);
    read = readTo;
    if (!dues.isEmpty()) {
      next = Instant.MIN;
    }
  }

  /** @return whether there was anything to wake */
  private boolean wake() throws InterruptedException {
    Instant now = clock.instant();
    List<Due> due = rows.due(now, WAKES);
    Semaphore turns = new Semaphore(AT_ONCE);
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      Parallel.forEach(workers, due.size(), number -> {
        turns.acquireUninterruptibly();
        try {
          wake(due.get(number), now);
        } finally {
          turns.release();
        }
      });
    }
    return !due.isEmpty();
  }

  private void wake(Due due, Instant now) {
    try {
      timetable.wake(due.key(), now);
      rows.done(due);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception failed) {
      LOG.warn("{} tries a key again in {} s: {}", timetable.name(), PAUSE.toSeconds(), FailureNote.of(failed));
      rows.postpone(due, now.plus(PAUSE));
    }
  }
}
