package io.anamnesis.projections;

import static io.anamnesis.projections.Life.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.projections.DueRows.Due;
import io.anamnesis.projections.Freshness.Fresh;
import io.anamnesis.projections.Freshness.Stale;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LATER = Duration.ofDays(1);
  private static final Instant DUE = DAY.plus(LATER);

  private final House house = new House();
  private final Freshness freshness = new Freshness(house.log, house.database);
  private final List<String> woken = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void a_key_is_woken_when_its_time_has_come_and_not_before() {
    Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-2", DAY.plusSeconds(1)));
    try (TimetableRunner early = run(DUE.minusSeconds(1), woken::add)) {
      awaitRead(2);
      assertThat(woken).isEmpty();
      assertThat(rows()).isEqualTo("2");
    }
    try (TimetableRunner late = run(DUE, woken::add)) {
      await().atMost(House.LONG).until(() -> rows().equals("1"));
      assertThat(woken).containsExactly("C-1");
    }
  }

  @Test
  void what_was_missed_while_nothing_ran_is_caught_up_with() {
    long last = Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-1", DAY.plusSeconds(5)));
    try (TimetableRunner first = run(DAY, woken::add)) {
      awaitRead(last);
    }
    try (TimetableRunner second = run(DUE.plus(LATER), woken::add)) {
      await().atMost(House.LONG).until(() -> rows().equals("0"));
      assertThat(woken).containsExactly("C-1", "C-1");
    }
  }

  @Test
  void a_key_that_cannot_be_woken_keeps_nobody_else_waiting() {
    Life.append(house.log, Life.signin("C-1", DAY), Life.signin("C-2", DAY));
    try (TimetableRunner runner = run(DUE, key -> {
      if (key.equals("C-1")) {
        throw new IllegalStateException("not now");
      }
      woken.add(key);
    })) {
      await().atMost(House.LONG).until(() -> rows().equals("1"));
      assertThat(woken).containsExactly("C-2");
      await().atMost(House.LONG)
          .until(() -> house.ask("select count(*) from views.due where not_before is not null").equals("1"));
      assertThat(freshness.await(view(), "C-1", 2, SHORT)).isEqualTo(new Stale("test-clock", 1));
      assertThat(freshness.await(view(), "C-2", 2, House.LONG)).isEqualTo(new Fresh());
      assertThat(freshness.awaitPolicies(2, House.LONG)).isEqualTo(new Fresh());
    }
  }

  @Test
  void one_who_reads_waits_for_what_is_due_to_the_one_concerned() {
    CountDownLatch let = new CountDownLatch(1);
    long token = Life.append(house.log, Life.signin("C-1", DAY));
    try (TimetableRunner runner = run(DUE, key -> Decisions.awaitLatch(let))) {
      awaitRead(token);
      assertThat(freshness.await(view(), "C-1", token, SHORT)).isEqualTo(new Stale("test-clock", 1));
      assertThat(freshness.awaitPolicies(token, SHORT)).isEqualTo(new Stale("test-clock", 1));
      assertThat(freshness.await(view(), "C-2", token, SHORT)).isEqualTo(new Fresh());
      let.countDown();
      assertThat(freshness.await(view(), "C-1", token, House.LONG)).isEqualTo(new Fresh());
    }
  }

  @Test
  void what_comes_while_a_key_is_being_woken_wakes_it_again() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch let = new CountDownLatch(1);
    Life.append(house.log, Life.signin("C-1", DAY));
    try (TimetableRunner runner = run(DUE, key -> {
      woken.add(key);
      begun.countDown();
      Decisions.awaitLatch(let);
    })) {
      Decisions.awaitLatch(begun);
      long second = Life.append(house.log, Life.signin("C-1", DAY));
      // Another process reads it meanwhile.
      try (TimetableRunner other = run(DAY, key -> {})) {
        awaitRead(second);
      }
      let.countDown();
      await().atMost(House.LONG).until(() -> rows().equals("0"));
      assertThat(woken).containsExactly("C-1", "C-1");
    }
  }

  /** Else it would be lost with a process that ends before it has read it itself. */
  @Test
  void what_is_asked_for_again_meanwhile_stays_due() {
    DueRows due = new DueRows(new ViewsDatabase(house.database), "test-clock");
    due.register();
    due.note(List.of(new Due("C-1", DUE, 1)), 1);
    Due seen = due.due(DUE, 10).getFirst();
    due.note(List.of(new Due("C-1", DUE, 2)), 2);
    due.done(seen);
    assertThat(due.due(DUE, 10)).containsExactly(new Due("C-1", DUE, 2));
    due.note(List.of(new Due("C-1", DUE, 1)), 1);
    assertThat(due.position()).as("of one who is behind").isEqualTo(2);
    due.done(new Due("C-1", DUE, 2));
    assertThat(due.due(DUE, 10)).isEmpty();
  }

  /** What it is to do when a key is woken. */
  private interface Waking {
    void wake(String key);
  }

  private TimetableRunner run(Instant now, Waking waking) {
    TimetableRunner runner = new TimetableRunner(house.log, house.tail, house.database, new Timetable() {
      @Override
      public String name() {
        return "test-clock";
      }

      @Override
      public Set<Class<? extends CustomerEvent>> events() {
        return Set.of(SigninMade.class);
      }

      @Override
      public List<Instant> dues(Recorded event) {
        return List.of(event.occurredAt().plus(LATER));
      }

      @Override
      public void wake(String key, Instant at) {
        waking.wake(key);
      }
    }, Clock.fixed(now, ZoneOffset.UTC));
    runner.start();
    return runner;
  }

  /** Rows of which none are being built: a reader need not wait for them. */
  private static Projection<?, ?> view() {
    return new Channels();
  }

  private void awaitRead(long position) {
    await().atMost(House.LONG).until(() -> house
        .ask("select position >= " + position + " from views.timetable").equals("t"));
  }

  private String rows() {
    return house.ask("select count(*) from views.due");
  }
}
