package io.anamnesis.query.customer.live;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.Hints;
import io.anamnesis.projections.SteadyThread;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * The streams that are open in this process, and the one follower of the log that rings those whose customer something was recorded
 * about. It hands nothing over: each reads the log for itself, as fast as its reader takes it, so that nobody waits for another
 * and nothing is heaped up.
 *
 * <p>
 * A stream is entered before it first reads the log. What it does not find there is recorded later, and rings. While no stream is
 * open nothing is read; with the first, the follower takes the log's end and rings all that came in meanwhile.
 */
final class OpenStreams implements SmartLifecycle {
  private static final int PAGE = 2_000;
  private static final long NOWHERE = -1;
  /** A missed hint costs no more than that. */
  private static final Duration IDLE = Duration.ofMillis(500);
  private static final Duration NOBODY = Duration.ofMinutes(1);
  /** Until their readers are told that it ends. */
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final int RETRY_SECONDS = 5;

  private final EventLog log;
  private final LogTail tail;
  private final int most;
  private final Semaphore places;
  private final Map<String, Set<OpenStream>> byCustomer = new ConcurrentHashMap<>();
  private final SteadyThread thread = new SteadyThread("live-streams", this::turn, () -> {});
  private long position = NOWHERE;
  private volatile boolean running;
  private volatile boolean closing;
  private @Nullable AutoCloseable hint;

  /** @param most that may be open at once */
  OpenStreams(EventLog log, LogTail tail, int most) {
    this.log = log;
    this.tail = tail;
    this.most = most;
    this.places = new Semaphore(most);
  }

  /**
   * A place for one more, of this customer.
   *
   * @param life for how long it may be open
   * @throws io.anamnesis.web.ProblemException {@code overloaded}, if as many as may be are open, or the process ends
   */
  OpenStream open(String customer, Duration life) {
    if (closing || !places.tryAcquire()) {
      throw Problem.of(ProblemType.OVERLOADED).detail("problem.overloaded.streams", most).retryAfter(RETRY_SECONDS)
          .exception();
    }
    OpenStream stream = new OpenStream(life, left -> leave(customer, left));
    byCustomer.compute(customer, (_, others) -> {
      Set<OpenStream> all = others == null ? ConcurrentHashMap.newKeySet() : others;
      all.add(stream);
      return all;
    });
    if (closing) {
      stream.end();
    }
    thread.wake();
    return stream;
  }

  private void leave(String customer, OpenStream stream) {
    byCustomer.computeIfPresent(customer, (_, all) -> {
      all.remove(stream);
      return all.isEmpty() ? null : all;
    });
    places.release();
  }

  private boolean turn() throws InterruptedException {
    if (byCustomer.isEmpty()) {
      position = NOWHERE;
      thread.sleep(NOBODY);
    } else if (position == NOWHERE) {
      position = log.head();
      byCustomer.values().forEach(streams -> streams.forEach(OpenStream::ring));
    } else if (!advance()) {
      thread.sleep(IDLE);
    }
    return true;
  }

  private boolean advance() {
    List<LoggedEvent> page = tail.read(position, PAGE);
    for (LoggedEvent event : page) {
      if (event.subject() instanceof String customer) {
        byCustomer.getOrDefault(customer, Set.of()).forEach(OpenStream::ring);
      }
      position = event.position();
    }
    return !page.isEmpty();
  }

  @Override
  public void start() {
    thread.start();
    hint = log.onAppend(thread::wake);
    running = true;
  }

  /** Before the web server, which waits for what it is still answering. */
  @Override
  public void stop() {
    closing = true;
    Hints.forget(hint);
    byCustomer.values().forEach(streams -> streams.forEach(OpenStream::end));
    try {
      // All places are free when all have left.
      if (places.tryAcquire(most, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        places.release(most);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    thread.close();
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
