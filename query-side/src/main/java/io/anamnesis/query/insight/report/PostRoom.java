package io.anamnesis.query.insight.report;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.anamnesis.projections.SteadyThread;
import io.anamnesis.query.insight.report.Attempts.Failed;

/**
 * Sees to it that files reach their receivers. Every process has one; for each receiver of a run one at a time is at it. One that
 * keeps others waiting keeps a few places only.
 */
final class PostRoom implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostRoom.class);
  private static final int AT_ONCE = 4;
  private static final Duration LONGEST_SLEEP = Duration.ofSeconds(5);

  private final Reports reports;
  private final Attempts attempts;
  private final Turns turns;
  private final Delivery delivery;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final SteadyThread thread = new SteadyThread("report-deliveries", this::turn, () -> {});

  PostRoom(Reports reports, Attempts attempts, Turns turns, Delivery delivery, Clock clock) {
    this.reports = reports;
    this.attempts = attempts;
    this.turns = turns;
    this.delivery = delivery;
    this.clock = clock;
  }

  /** Returns at once. */
  void start() {
    thread.start();
    reports.onDecision(thread::wake);
  }

  private boolean turn() throws InterruptedException {
    Map<Attempts.Of, Failed> failed = attempts.all();
    Instant now = clock.instant();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Attempts.Of of : waiting()) {
        if (Failed.mayTry(failed.get(of), now)) {
          places.acquire();
          senders.execute(() -> take(of));
        }
      }
    }
    thread.sleep(untilNext());
    return true;
  }

  private List<Attempts.Of> waiting() {
    List<Attempts.Of> waiting = new ArrayList<>();
    for (Report report : reports.all()) {
      for (Run run : report.runs()) {
        run.waiting().forEach(recipient -> waiting.add(new Attempts.Of(report.name(), run.number(), recipient)));
      }
    }
    return waiting;
  }

  private void take(Attempts.Of of) {
    try {
      turns.tryToTake("deliver " + of.report() + "/" + of.run() + "/" + of.recipient(), () -> {
        Failed before = attempts.all().get(of);
        if (Failed.mayTry(before, clock.instant())) {
          delivery.deliver(of, before);
        }
      });
    } catch (RuntimeException failed) {
      // It comes again with the next turn, as what was not recorded still waits.
      LOG.warn("{}: run {} of report {}: {}", of.recipient(), of.run(), of.report(), Failure.code(failed));
    } finally {
      places.release();
    }
  }

  /** Another process may be at what is due: so never at once. */
  private Duration untilNext() {
    Instant now = clock.instant();
    Map<Attempts.Of, Failed> failed = attempts.all();
    return waiting().stream().map(of -> Failed.pause(failed.get(of), now)).min(Duration::compareTo)
        .filter(soon -> soon.compareTo(LONGEST_SLEEP) < 0).orElse(LONGEST_SLEEP);
  }

  @Override
  public void close() {
    thread.close();
  }
}
