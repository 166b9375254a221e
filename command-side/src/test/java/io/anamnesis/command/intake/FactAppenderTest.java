package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.intake.Ready.Candidate;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.LogOverloaded;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import io.anamnesis.eventstore.EventLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever the log says on the way, in the end it is known of each fact whether it is in. */
class FactAppenderTest {
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));

  /** What goes wrong, call by call; then nothing. */
  private final Deque<UnaryOperator<List<Outcome>>> faults = new ArrayDeque<>();
  private final FactAppender appender = new FactAppender(faulty(), Clock.systemUTC());

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void facts_are_appended_in_their_order() {
    List<Candidate> facts = Stream.of("c", "a", "b").map(FactAppenderTest::fact).toList();
    var held = appender.append(facts, Patience.NONE);

    assertThat(facts.stream().map(fact -> held.get(fact.event().eventId()).position())).containsExactly(1L, 2L, 3L);
    assertThat(held.values()).allMatch(Held::fresh);
    assertThat(appender.append(facts, Patience.NONE).values()).noneMatch(Held::fresh);
  }

  @Test
  void a_stream_waits_for_a_log_that_has_too_much_to_do() {
    for (int i = 0; i < 5; i++) {
      faults.add(outcomes -> {
        throw new LogOverloaded(7);
      });
    }
    assertThat(appender.append(List.of(fact("a")), new Patience(Duration.ofSeconds(30)))).hasSize(1);
  }

  @Test
  void a_single_fact_does_not_wait() {
    faults.add(outcomes -> {
      throw new LogOverloaded(7);
    });
    assertThatThrownBy(() -> appender.append(List.of(fact("a")), Patience.NONE)).isInstanceOf(LogOverloaded.class);
  }

  @Test
  void an_outcome_that_was_lost_is_found_by_asking_again() {
    faults.add(outcomes -> List.of(new Outcome.Unknown(new IllegalStateException()), outcomes.get(1)));
    var held = appender.append(List.of(fact("a"), fact("b")), Patience.NONE);

    assertThat(held.get(fact("a").event().eventId()).position()).isEqualTo(1);
    assertThat(held.get(fact("a").event().eventId()).hasContentOf(fact("a"))).isTrue();
    assertThat(held.get(fact("b").event().eventId()).position()).isEqualTo(2);
    assertThat(log.head()).isEqualTo(2);
  }

  @Test
  void an_outcome_that_stays_lost_is_never_called_failed() {
    for (int i = 0; i < 2; i++) {
      faults.add(outcomes -> List.of(new Outcome.Unknown(new IllegalStateException())));
    }
    assertThatThrownBy(() -> appender.append(List.of(fact("a")), Patience.NONE))
        .isInstanceOf(FactAppender.OutcomeUnknown.class);
  }

  @Test
  void content_is_compared_within_a_subject_only() {
    var held = appender.append(List.of(fact("a")), Patience.NONE).get(fact("a").event().eventId());

    assertThat(held.hasContentOf(fact("a"))).isTrue();
    assertThat(held.hasContentOf(fact("a", "C-2", "mac"))).isFalse();
    assertThat(held.hasContentOf(fact("a", "C-1", "other"))).isFalse();
  }

  private static Candidate fact(String id) {
    return fact(id, "C-1", "mac");
  }

  private static Candidate fact(String id, String subject, String content) {
    Instant time = Instant.parse("2026-03-01T02:15:00Z");
    var parsed = new ParsedFact(SampleFacts.raw("{}"), "/s", id, EventCatalogue.standard().find("x.a").orElseThrow(),
        "x.a", subject, time, EventCodec.mapper().createObjectNode(), EventCodec.mapper().createObjectNode());
    UUID eventId = FactId.of("/s", id);
    return new Candidate(parsed,
        new NewEvent(eventId, null, null, subject, "x.a", 1, time, "{}", "{\"content\":\"" + content + "\"}"), content);
  }

  /** The real log, whose answers are lost or refused by the next fault. */
  private EventLog faulty() {
    return (EventLog) Proxy.newProxyInstance(EventLog.class.getClassLoader(), new Class<?>[]{EventLog.class},
        (proxy, method, arguments) -> {
          if (!method.getName().equals("append")) {
            throw new UnsupportedOperationException(method.getName());
          }
          @SuppressWarnings("unchecked")
          List<Outcome> outcomes = log.append(new ArrayList<>((List<Append>) arguments[0]));
          UnaryOperator<List<Outcome>> fault = faults.poll();
          return fault == null ? outcomes : fault.apply(outcomes);
        });
  }
}
