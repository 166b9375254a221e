package io.anamnesis.command.loyalty.publication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.publication.ProgrammeLog.Decided;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeText;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.ProgrammeVersion.State;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Versions on a real log, drafted, published and retired by several at once, and by one who never learns the outcome. */
class ProgrammeLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(86_400);

  private HikariDataSource database;
  private PostgresEventLog log;
  private ProgrammeLog programmes;
  private final AtomicInteger lost = new AtomicInteger();

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    programmes = new ProgrammeLog(losing(log), new EventDecoder(EventCatalogue.standard()));
  }

  @AfterEach
  void stop() {
    log.close();
    database.close();
  }

  @Test
  void a_draft_is_replaced_until_it_is_published_and_never_again() {
    assertThat(draft("v", 5, null, null).recorded()).isTrue();
    assertThat(draft("v", 5, null, null).recorded()).as("the same once more").isFalse();
    Decided second = draft("v", 7, LATER, null);
    assertThat(second.version().programme()).isEqualTo(programme("v", 7));

    Decided published = publish("v", null, null);
    assertThat(published.version().effectiveFrom()).isEqualTo(LATER);
    assertThat(published.version().programme()).isEqualTo(programme("v", 7));
    assertRefused(() -> draft("v", 7, LATER, null), ProblemType.PROGRAMME_PUBLISHED);
    assertRefused(() -> draft("default-1", 7, null, null), ProblemType.PROGRAMME_PUBLISHED);
    assertThat(types()).containsExactly("loyalty.programme-drafted", "loyalty.programme-drafted",
        "loyalty.programme-published");
    assertThat(log.read(0, 10)).allMatch(event -> event.subject() == null);
  }

  @Test
  void a_change_on_the_word_of_an_old_reading_is_refused() {
    String first = ChangeCondition.tag(draft("v", 5, null, null).version());
    String second = ChangeCondition.tag(draft("v", 6, null, first).version());

    assertThat(second).isNotEqualTo(first);
    assertRefused(() -> draft("v", 7, null, first), ProblemType.STALE_CONDITION);
    assertRefused(() -> publish("v", null, first), ProblemType.STALE_CONDITION);
    assertRefused(() -> draft("other", 7, null, "*"), ProblemType.STALE_CONDITION);
    assertThat(publish("v", null, "\"9\", " + second).version().state()).isEqualTo(State.PUBLISHED);
  }

  @Test
  void it_is_effective_from_the_instant_that_was_said_last_or_at_once() {
    draft("a", 5, null, null);
    draft("b", 5, LATER, null);

    assertThat(publish("a", null, null).version().effectiveFrom()).isEqualTo(NOW);
    assertThat(publish("b", LATER.plusSeconds(1), null).version().effectiveFrom()).isEqualTo(LATER.plusSeconds(1));
    assertRefused(() -> publish("never", null, null), ProblemType.UNKNOWN_PROGRAMME);
  }

  @Test
  void who_never_learned_whether_it_was_published_asks_again_and_is_told() {
    draft("v", 5, LATER, null);
    lost.set(1);
    assertRefused(() -> publish("v", LATER, null), ProblemType.OUTCOME_UNKNOWN);

    Decided again = publish("v", LATER, null);
    assertThat(again.recorded()).isFalse();
    assertThat(again.version().state()).isEqualTo(State.PUBLISHED);
    assertThat(again.position()).isEqualTo(2);
    assertRefused(() -> publish("v", NOW, null), ProblemType.PROGRAMME_PUBLISHED);
    assertThat(types()).containsExactly("loyalty.programme-drafted", "loyalty.programme-published");
  }

  @Test
  void under_a_key_what_was_recorded_first_is_told_again_whatever_came_since() {
    Asked key = keyed("A");
    Decided first = programmes.record("v", ChangeCondition.of(null), key, NOW, drafting("v", 5));
    draft("v", 7, null, null);
    publish("v", null, null);

    Decided again = programmes.record("v", ChangeCondition.of(null), key, LATER, drafting("v", 5));
    assertThat(again).isEqualTo(first);
    assertThat(again.version().state()).isEqualTo(State.DRAFT);
    assertRefused(() -> programmes.record("v", ChangeCondition.of(null), new Asked(key.command(), "", "B", "me"), NOW,
        drafting("v", 6)), ProblemType.KEY_REUSED);
    assertRefused(() -> programmes.record("w", ChangeCondition.of(null), new Asked(key.command(), "", "B", "me"), NOW,
        drafting("w", 5)), ProblemType.KEY_REUSED);
    assertThat(log.head()).isEqualTo(3);
  }

  @Test
  void who_repeats_under_a_key_after_a_lost_answer_records_nothing_twice() {
    Asked key = keyed("A");
    lost.set(1);
    assertRefused(() -> programmes.record("v", ChangeCondition.of(null), key, NOW, drafting("v", 5)),
        ProblemType.OUTCOME_UNKNOWN);
    assertThat(programmes.record("v", ChangeCondition.of(null), key, LATER, drafting("v", 5)).version().last())
        .extracting(ProgrammeVersion.Change::position).isEqualTo(1L);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void a_refusal_is_not_remembered_under_its_key() {
    Asked key = keyed("A");
    assertRefused(() -> programmes.record("v", ChangeCondition.of(null), key, NOW,
        before -> ProgrammeDecisions.publish(before, null, NOW, "me")), ProblemType.UNKNOWN_PROGRAMME);
    draft("v", 5, null, null);
    assertThat(programmes.record("v", ChangeCondition.of(null), key, NOW,
        before -> ProgrammeDecisions.publish(before, null, NOW, "me")).version().state()).isEqualTo(State.PUBLISHED);
  }

  @Test
  void of_many_who_ask_the_same_under_one_key_at_once_all_are_told_the_same() throws Exception {
    Asked key = keyed("A");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Decided>> all = IntStream.range(0, 8).mapToObj(i -> threads.submit(
          () -> programmes.record("v", ChangeCondition.of(null), key, NOW, drafting("v", 5)))).toList();
      for (Future<Decided> one : all) {
        assertThat(one.get()).isEqualTo(all.getFirst().get());
      }
    }
    assertThat(log.head()).isEqualTo(1);
  }

  private static Asked keyed(String content) {
    return new Asked(UUID.randomUUID(), "", content, "me");
  }

  private static Function<@Nullable ProgrammeVersion, Optional<ProgrammeEvent>> drafting(String version, int points) {
    return before -> ProgrammeDecisions.draft(before, new Draft(programme(version, points), null));
  }

  @Test
  void what_is_retired_stays_so_and_the_standard_programme_is_never_retired() {
    draft("v", 5, null, null);
    assertRefused(() -> retire("v", null), ProblemType.PROGRAMME_NOT_PUBLISHED);
    publish("v", null, null);
    ProgrammeVersion retired = retire("v", LATER).version();

    assertThat(retired.state()).isEqualTo(State.RETIRED);
    assertThat(retired.retiredFrom()).isEqualTo(LATER);
    assertThat(retire("v", LATER).recorded()).isFalse();
    assertRefused(() -> retire("v", NOW), ProblemType.PROGRAMME_RETIRED);
    assertRefused(() -> publish("v", null, null), ProblemType.PROGRAMME_RETIRED);
    assertRefused(() -> draft("v", 6, null, null), ProblemType.PROGRAMME_PUBLISHED);
    assertRefused(() -> retire("default-1", null), ProblemType.PROGRAMME_NEEDED);
  }

  @Test
  void of_many_who_publish_and_draft_at_once_each_sees_what_was_before() throws Exception {
    draft("v", 0, null, null);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Boolean>> all = IntStream.range(0, 24).mapToObj(i -> threads.submit(() -> i % 6 == 5
          ? publish("v", null, null).recorded()
          : draftUnlessPublished(100 + i))).toList();
      for (Future<Boolean> one : all) {
        one.get();
      }
    }
    List<StoredEvent> stream = log.readStream("programme:v", 0, 100);
    assertThat(stream).extracting(StoredEvent::type).filteredOn("loyalty.programme-published"::equals).hasSize(1);
    assertThat(stream.getLast().type()).isEqualTo("loyalty.programme-published");
    ProgrammeVersion published = programmes.find("v").orElseThrow();
    // What decides is the draft just before, whoever wrote it.
    assertThat(stream.get(stream.size() - 2).payload()).contains(
        "\\\"points\\\":" + published.programme().rules().getFirst().points());
  }

  private boolean draftUnlessPublished(int points) {
    try {
      return draft("v", points, null, null).recorded();
    } catch (ProblemException published) {
      assertThat(published.problem().type()).isEqualTo(ProblemType.PROGRAMME_PUBLISHED);
      return false;
    }
  }

  private Decided draft(String version, int points, @Nullable Instant from, @Nullable String ifMatch) {
    return programmes.record(version, ChangeCondition.of(ifMatch), asked(), NOW,
        before -> ProgrammeDecisions.draft(before, new Draft(programme(version, points), from)));
  }

  private Decided publish(String version, @Nullable Instant from, @Nullable String ifMatch) {
    return programmes.record(version, ChangeCondition.of(ifMatch), asked(), NOW,
        before -> ProgrammeDecisions.publish(before, from, NOW, "me"));
  }

  private Decided retire(String version, @Nullable Instant from) {
    return programmes.record(version, ChangeCondition.of(null), asked(), NOW,
        before -> ProgrammeDecisions.retire(before, from, NOW, "me"));
  }

  private static void assertRefused(ThrowingCallable call, ProblemType type) {
    assertThatThrownBy(call).isInstanceOfSatisfying(ProblemException.class,
        refused -> assertThat(refused.problem().type()).isEqualTo(type));
  }

  private List<String> types() {
    return log.read(0, 100).stream().map(StoredEvent::type).toList();
  }

  /** The standard programme with other points for the first rule. */
  static Programme programme(String version, int points) {
    ObjectNode tree = (ObjectNode) ProgrammeText.tree(Programme.standard());
    tree.put("version", version);
    ((ObjectNode) tree.get("rules").get(0)).put("points", points);
    return ProgrammeText.read(tree);
  }

  /** A log that records and then, so many times, does not tell. */
  private EventLog losing(EventLog real) {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          try {
            Object answer = method.invoke(real, arguments);
            return method.getName().equals("append") && lost.getAndUpdate(left -> Math.max(0, left - 1)) > 0
                ? new Outcome.Unknown(new SQLException("gone"))
                : answer;
          } catch (InvocationTargetException failed) {
            throw failed.getCause();
          }
        });
  }

  private static Asked asked() {
    return new Asked(UUID.randomUUID(), "", null, "me");
  }
}
