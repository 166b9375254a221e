package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.audit.reconciliation.Day.OfCode;
import io.anamnesis.command.audit.reconciliation.Day.Rejected;
import io.anamnesis.command.intake.RejectedCounts;
import io.anamnesis.command.intake.RejectedCounts.Count;
import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogHole;
import io.anamnesis.eventstore.LogScan;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.sealing.DaySigning;
import io.anamnesis.eventstore.sealing.DaySigning.ClosedDay;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.SignedDay;
import io.anamnesis.projections.SteadyThread;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Adds up each day of the log once it is over, from where the day before ended, and has it signed. Days on which nothing ran are made up
 * for, one after the other. All that it goes on from is the last signed report, so a process that dies loses what it had added up and
 * no more; of several the first one signs. When it begins, all reports are looked at once.
 */
public final class Reconciler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final JsonMapper JSON = EventCodec.mapper();
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration SHORTEST_SLEEP = Duration.ofMillis(500);

  private final EventLog log;
  private final EventDecoder decoder;
  private final SealedLog sealed;
  private final DaySigning signing;
  private final RejectedCounts rejected;
  private final BusinessDays days;
  private final SteadyThread thread;
  private @Nullable SignedDay last;
  private boolean looked;
  private boolean lookedBack;
  private volatile @Nullable LogAltered altered;
  private volatile @Nullable LocalDate differing;
  private volatile long lastDone = System.nanoTime();

  Reconciler(EventLog log, EventDecoder decoder, SealedLog sealed, DaySigning signing, RejectedCounts rejected,
      BusinessDays days) {
    this.log = log;
    this.decoder = decoder;
    this.sealed = sealed;
    this.signing = signing;
    this.rejected = rejected;
    this.days = days;
    this.thread = new SteadyThread("reconciler", this::turn, () -> {});
  }

  public void start() {
    thread.start();
  }

  /** Why no day is signed any more; empty as long as all is well. */
  Optional<LogAltered> altered() {
    return Optional.ofNullable(altered);
  }

  /** The last day that is signed, where the log contradicts itself in it. */
  Optional<LocalDate> differing() {
    return Optional.ofNullable(differing);
  }

  /** What it fails of, where it has failed for so long; empty where all is well. */
  Optional<String> failure(Duration patience) {
    return System.nanoTime() - lastDone > patience.toNanos()
        ? Optional.ofNullable(thread.lastError())
        : Optional.empty();
  }

  private boolean turn() throws InterruptedException {
    try {
      look();
      LocalDate day = next();
      if (day == null) {
        thread.sleep(SHORTEST_SLEEP);
      } else if (log.settle(days.last(day))) {
        close(day);
      } else {
        thread.sleep(until(days.end(day)));
      }
      lastDone = System.nanoTime();
      return true;
    } catch (LogAltered found) {
      return end(found);
    } catch (LogHole hole) {
      return end(LogAltered.of(hole));
    }
  }

  private boolean end(LogAltered found) {
    altered = found;
    LOG.error("No day is reconciled and signed any more ({}, position {}): {}. What to do is told in"
        + " docs/explanation/tamper-evidence.md.", found.finding(), found.position(), found.getMessage());
    return false;
  }

  private void look() throws InterruptedException {
    if (!looked) {
      last = signing.last().orElse(null);
      if (last != null && !lookedBack) {
        signing.refuseIfAlteredBefore(last);
      }
      lookedBack = true;
      looked = true;
      tellDifferences(last);
    }
  }

  private void tellDifferences(@Nullable SignedDay newest) {
    LocalDate day = newest == null || dayOf(newest).differences().isEmpty() ? null : newest.report().day();
    if (day != null && !day.equals(differing)) {
      LOG.error("In what was recorded on {} the log contradicts itself; the day's report tells where.", day);
    }
    differing = day;
  }

  /** Null as long as nothing was ever recorded. */
  private @Nullable LocalDate next() {
    if (last != null) {
      return last.report().day().plusDays(1);
    }
    return log.read(0, 1).stream().findFirst().map(first -> days.of(first.recordedAt())).orElse(null);
  }

  private static Duration until(Instant end) {
    Duration left = Duration.between(Instant.now(), end);
    return left.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP
        : left.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : left;
  }

  private void close(LocalDate day) throws InterruptedException {
    long before = last == null ? 0 : last.report().at().size();
    long end = Math.max(before, log.headAt(days.last(day)));
    if (sealed.size() < end) {
      thread.sleep(SHORTEST_SLEEP);
      return;
    }
    Day added = added(day, before, end);
    boolean isSigned =
        signing.sign(new ClosedDay(last, day, days.zone(), end, JSON.writeValueAsString(added)));
    LOG.debug("the report of {} is signed by {}", day, isSigned ? "this process" : "another");
    looked = false;
  }

  private Day added(LocalDate day, long before, long end) throws InterruptedException {
    DayFold fold = new DayFold(days, day, last == null ? null : dayOf(last), log, decoder);
    try (LogScan scan = log.scan(before, end)) {
      for (List<StoredEvent> page = scan.next(); !page.isEmpty(); page = scan.next()) {
        page.forEach(fold::add);
        thread.endIfStopped();
      }
    }
    return fold.closed(end, rejected(day));
  }

  private static Day dayOf(SignedDay signed) {
    return JSON.readValue(signed.report().content(), Day.class);
  }

  private @Nullable Rejected rejected(LocalDate day) {
    return rejected.between(days.begin(day), days.end(day)).map(Reconciler::rejected).orElse(null);
  }

  private static Rejected rejected(List<Count> counts) {
    long all = counts.stream().mapToLong(Count::count).sum();
    Room room = new Room();
    List<OfCode> rows = new ArrayList<>();
    for (Count count : counts) {
      if (room.take(count.source(), count.code())) {
        rows.add(new OfCode(count.source(), count.code(), count.count()));
      }
    }
    return new Rejected(all, rows, all - rows.stream().mapToLong(OfCode::count).sum());
  }

  @Override
  public void close() {
    thread.close();
  }
}
