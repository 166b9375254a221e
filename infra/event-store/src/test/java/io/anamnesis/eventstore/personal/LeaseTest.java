package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.KeyChanges.News;
import io.anamnesis.eventstore.personal.KeyChanges.Seen;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many who use keys at once, while the database answers late or not at all. */
class LeaseTest {
  private static final int CALLERS = 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answers = new CountDownLatch(1);

  @AfterEach
  void stop() {
    answers.countDown();
    threads.close();
  }

  @Test
  void who_comes_while_another_asks_shares_its_failure() {
    Lease lease = lease(question -> {
      throw new LogUnavailable(new SQLException("not reached"));
    });
    List<Future<?>> callers = confirmMany(lease);

    answers.countDown();

    assertThat(callers).allSatisfy(caller -> assertThatThrownBy(caller::get).isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(LogUnavailable.class));
    assertThat(asked.get()).isEqualTo(1);
    assertThatThrownBy(lease::confirm).isInstanceOf(LogUnavailable.class);
    assertThat(asked.get()).as("a failure is no answer for who comes later").isEqualTo(2);
  }

  @Test
  void who_comes_while_another_asks_shares_its_answer() throws Exception {
    Lease lease = lease(question -> news(question));
    List<Future<?>> callers = confirmMany(lease);

    answers.countDown();

    for (Future<?> caller : callers) {
      caller.get();
    }
    // An answer that took longer than it is good for is asked for once more.
    assertThat(asked.get()).isLessThanOrEqualTo(2);
    assertThat(lease.seen().erasure()).isEqualTo(asked.get());
  }

  @Test
  void nobody_waits_for_another_for_longer_than_is_bearable() throws Exception {
    Lease lease = lease(LeaseTest::news);
    List<Future<?>> callers = confirmMany(lease);
    AtomicInteger given = new AtomicInteger();

    await().atMost(Lease.PATIENCE.plusSeconds(10)).until(() -> {
      given.set((int) callers.stream().filter(Future::isDone).count());
      return given.get() >= CALLERS - 1;
    });

    assertThat(given.get()).as("who asks, waits for the database").isEqualTo(CALLERS - 1);
    assertThat(asked.get()).isEqualTo(1);
    for (Future<?> caller : callers) {
      if (caller.isDone()) {
        assertThatThrownBy(caller::get).cause().isInstanceOf(LogUnavailable.class)
            .hasCauseInstanceOf(TimeoutException.class);
      }
    }
  }

  @Test
  void an_answer_to_what_was_asked_before_the_lease_was_ended_counts_for_nobody() throws Exception {
    Semaphore first = new Semaphore(0);
    Lease lease = new Lease(seen -> {
      int question = asked.incrementAndGet();
      if (question == 1) {
        first.acquireUninterruptibly();
      }
      return news(question);
    }, changed -> {}, () -> {});
    Future<?> early = threads.submit(lease::confirm);
    await().until(() -> asked.get() == 1);

    lease.end();
    first.release();
    early.get(10, TimeUnit.SECONDS);

    assertThat(asked.get()).isEqualTo(2);
    assertThat(lease.seen().erasure()).isEqualTo(2);
  }

  private static News news(int question) {
    return new News(new Seen(question, 0), List.of());
  }

  private Lease lease(IntFunction<News> answer) {
    return new Lease(seen -> {
      int question = asked.incrementAndGet();
      awaitUninterruptibly();
      return answer.apply(question);
    }, changed -> {}, () -> {});
  }

  private void awaitUninterruptibly() {
    try {
      assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  /** Returns as soon as one asks and all others wait. */
  private List<Future<?>> confirmMany(Lease lease) {
    List<Thread> callers = new ArrayList<>();
    List<Future<?>> outcomes = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(CALLERS);
    for (int caller = 0; caller < CALLERS; caller++) {
      outcomes.add(threads.submit(() -> {
        synchronized (callers) {
          callers.add(Thread.currentThread());
        }
        begun.countDown();
        lease.confirm();
      }));
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> begun.getCount() == 0 && waiting(callers) == CALLERS);
    return outcomes;
  }

  private static long waiting(List<Thread> callers) {
    synchronized (callers) {
      return callers.stream().filter(caller -> caller.getState() == Thread.State.TIMED_WAITING).count();
    }
  }
}
