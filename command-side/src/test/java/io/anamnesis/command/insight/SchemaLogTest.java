package io.anamnesis.command.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.insight.SchemaLog.Decided;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.events.schema.InvalidSchema;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.web.Language;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

class SchemaLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  private final SchemaLog schemas = new SchemaLog(log, new EventDecoder(EventCatalogue.standard()));

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_schema_is_the_next_revision_and_the_same_once_more_changes_nothing() {
    Decided first = register("x.a", schema("steps"), keyless());
    assertThat(first.recorded()).isTrue();
    assertThat(first.schema().revision()).isEqualTo(2);
    assertThat(first.schema().registeredAt()).isEqualTo(1);
    Decided again = register("x.a", json("""
        {"properties":{"steps":{"x-clear":true,"type":"integer"}},"type":"object"}"""), keyless());
    assertThat(again).isEqualTo(new Decided(first.schema(), false));
    assertThat(register("x.a", schema("steps", "km"), keyless()).schema().revision()).isEqualTo(3);
    assertThat(register("x.a", schema("steps"), keyless()).schema().revision()).as("as the first, but anew")
        .isEqualTo(4);
    assertThat(register("x.b", schema("steps"), keyless()).schema().revision()).isEqualTo(2);
    assertThat(log.head()).isEqualTo(4);
    assertThat(log.read(0, 9)).allSatisfy(event -> {
      assertThat(event.subject()).isNull();
      assertThat(event.stream()).startsWith("event-schema:x.");
    });
  }

  @Test
  void under_a_key_a_repetition_is_told_what_was_recorded_and_another_body_is_refused() {
    Asked key = new Asked(UUID.randomUUID(), "", "A", "admin");
    Decided first = register("x.a", schema("steps"), key);
    register("x.a", schema("steps", "km"), keyless());

    assertThat(register("x.a", schema("steps"), key)).isEqualTo(first);
    assertThatThrownBy(() -> register("x.a", schema("km"), new Asked(key.command(), "", "B", "admin")))
        .isInstanceOfSatisfying(ProblemException.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.KEY_REUSED));
  }

  @Test
  void the_condition_is_asked_about_the_newest_revision_before_anything_is_recorded() {
    register("x.a", schema("steps"), keyless());
    List<Integer> asked = new ArrayList<>();

    assertThatThrownBy(() -> schemas.register("x.a", schema("steps"), keyless(), NOW, newest -> {
      asked.add(newest.map(ExtensionSchema::revision).orElse(0));
      throw new ProblemException(ProblemType.STALE_CONDITION);
    }, before -> {})).isInstanceOf(ProblemException.class);
    assertThat(asked).containsExactly(2);
    assertThat(log.head()).isEqualTo(1);
  }

  @Test
  void of_many_who_register_at_once_each_revision_has_one_number_and_equal_ones_are_one() throws Exception {
    List<Callable<Decided>> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      // Two schemas in turn: whoever comes after an equal one records nothing.
      JsonNode schema = schema(i % 2 == 0 ? "steps" : "km");
      all.add(() -> register("x.a", schema, keyless()));
    }
    List<Decided> decided = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Decided> one : threads.invokeAll(all)) {
        decided.add(one.get());
      }
    }
    List<Integer> recorded =
        decided.stream().filter(Decided::recorded).map(one -> one.schema().revision()).sorted().toList();
    assertThat(recorded).doesNotHaveDuplicates().hasSize(Math.toIntExact(log.head()));
    assertThat(recorded.getLast()).isEqualTo(recorded.size() + 1);
    List<String> texts = log.read(0, 99).stream().map(event -> event.payload().replaceAll("\"revision\":\\d+", ""))
        .toList();
    for (int i = 1; i < texts.size(); i++) {
      assertThat(texts.get(i)).isNotEqualTo(texts.get(i - 1));
    }
  }

  @ParameterizedTest
  @EnumSource(InvalidSchema.Kind.class)
  void every_fault_has_words(InvalidSchema.Kind kind) {
    Messages messages = Messages.of(new MessageBundle(SchemaConfiguration.BUNDLE));
    for (Language language : Language.values()) {
      assertThat(messages.text(language, SchemaController.key(kind), "one", "two")).isNotBlank().doesNotContain("{0",
          "{1", "''");
    }
  }

  private Decided register(String type, JsonNode schema, Asked asked) {
    return schemas.register(type, schema, asked, NOW, newest -> {}, before -> {});
  }

  private static Asked keyless() {
    return new Asked(UUID.randomUUID(), "", null, "admin");
  }

  private static JsonNode schema(String... fields) {
    StringBuilder properties = new StringBuilder();
    for (String field : fields) {
      properties.append(properties.isEmpty() ? "" : ",").append('"').append(field)
          .append("\":{\"type\":\"integer\",\"x-clear\":true}");
    }
    return json("{\"type\":\"object\",\"properties\":{" + properties + "}}");
  }

  private static JsonNode json(String text) {
    return EventCodec.mapper().readTree(text);
  }
}
