package io.anamnesis.command.intake;

import static io.anamnesis.command.intake.IntakeServer.LINES;
import static io.anamnesis.command.intake.IntakeServer.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.FactId;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonalData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Two processes that take facts, and schemas that somebody registers meanwhile. */
class SchemasAtIntakeTest {
  @TempDir
  static Path folder;

  private static IntakeServer server;
  private static IntakeServer other;

  private final String customer = "C-" + UUID.randomUUID();
  private final String type = "x." + UUID.randomUUID();
  private long revisions;

  @BeforeAll
  static void start() {
    String database = TestPostgres.shared().freshDatabase().getJdbcUrl();
    server = IntakeServer.start(database, folder.resolve("kek"));
    other = IntakeServer.start(database, folder.resolve("kek"));
  }

  @AfterAll
  static void stop() {
    server.close();
    other.close();
  }

  @Test
  void from_its_registration_on_every_process_keeps_clear_what_the_schema_marks_and_seals_all_else() {
    StoredEvent before = take(server, "{\"steps\":12000,\"note\":\"knee hurts\"}");
    assertThat(before.revision()).isEqualTo(1);
    assertThat(before.payload()).doesNotContain("12000", "knee");

    register("{\"steps\":{\"type\":\"integer\",\"x-clear\":true},\"note\":{\"type\":\"string\"}}");

    for (IntakeServer process : new IntakeServer[]{server, other}) {
      StoredEvent after = await().atMost(Duration.ofSeconds(60)).until(
          () -> take(process, "{\"steps\":12000,\"note\":\"knee hurts\",\"phone\":\"13800138000\",\"n\":null}"),
          event -> event.revision() == 2);
      JsonNode payload = EventCodec.mapper().readTree(after.payload());
      assertThat(payload.get("steps").asInt()).isEqualTo(12000);
      assertThat(payload.get("n").isNull()).isTrue();
      assertThat(after.payload()).doesNotContain("knee", "13800138000");
      assertThat(after.metadata()).doesNotContain("unfit");
      assertThat(server.bean(PersonalData.class).unseal(customer, payload).get("note").asString())
          .isEqualTo("knee hurts");
    }
    assertThat(server.log().find(before.eventId())).as("what was recorded stays as it is").hasValue(before);
  }

  @Test
  void a_value_that_does_not_meet_the_schema_is_kept_sealed_and_flagged() {
    register("{\"steps\":{\"type\":\"integer\",\"x-clear\":true},\"device\":{\"type\":\"string\",\"enum\":[\"watch\"],"
        + "\"x-clear\":true}}");
    StoredEvent unfit = await().atMost(Duration.ofSeconds(60)).until(
        () -> take(server, "{\"steps\":\"many, says Zhang San\",\"device\":\"watch\"}"),
        event -> event.revision() == 2);

    assertThat(unfit.payload()).contains("watch").doesNotContain("Zhang");
    assertThat(EventCodec.mapper().readTree(unfit.metadata()).get("unfit").toString()).isEqualTo("[\"steps\"]");
    assertThat(server.bean(PersonalData.class).unseal(customer, EventCodec.mapper().readTree(unfit.payload()))
        .get("steps").asString()).isEqualTo("many, says Zhang San");
  }

  @Test
  void the_same_fact_again_is_a_duplicate_whatever_was_registered_meanwhile() {
    ObjectNode fact = SampleFacts.of(UUID.randomUUID().toString(), type, customer, "{\"steps\":1}");
    long first = server.post(SINGLE, fact.toString()).position();
    register("{\"steps\":{\"type\":\"integer\",\"x-clear\":true}}");
    await().atMost(Duration.ofSeconds(60)).until(() -> take(server, "{\"steps\":2}").revision() == 2);

    IntakeServer.Answer again = server.post(SINGLE, fact.toString());
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.position()).isEqualTo(first);
    assertThat(server.post(LINES, fact.put("time", "2026-03-02T10:15:00+08:00").toString()).counts())
        .isEqualTo("0 0 1");
  }

  @Test
  void a_correction_tells_the_new_content_by_the_schema_of_its_own_time() {
    ObjectNode fact = SampleFacts.of(UUID.randomUUID().toString(), type, customer, "{\"steps\":1,\"note\":\"a\"}");
    server.post(SINGLE, fact.toString());
    register("{\"steps\":{\"type\":\"integer\",\"x-clear\":true}}");
    await().atMost(Duration.ofSeconds(60)).until(() -> take(server, "{\"steps\":2}").revision() == 2);

    String id = UUID.randomUUID().toString();
    server.post(SINGLE, SampleFacts.of(id, "fact.corrected", customer, """
        {"corrects":{"source":"%s","id":"%s"},"data":{"steps":7,"note":"knee hurts"}}"""
        .formatted(SampleFacts.SOURCE, fact.get("id").asString())).toString());

    StoredEvent correction = server.log().find(FactId.of(SampleFacts.SOURCE, id)).orElseThrow();
    assertThat(correction.payload()).doesNotContain("knee");
    var now = Objects.requireNonNull(CorrectedFact
        .of(new EventDecoder(EventCatalogue.standard()).decode(correction)).orElseThrow().now());
    assertThat(now.revision()).isEqualTo(2);
    assertThat(((ExtensionFact) now.event()).data().get("steps").asInt()).isEqualTo(7);
  }

  private StoredEvent take(IntakeServer process, String payload) {
    String id = UUID.randomUUID().toString();
    assertThat(process.post(SINGLE, SampleFacts.of(id, type, customer, payload).toString()).status()).isEqualTo(201);
    return server.log().find(FactId.of(SampleFacts.SOURCE, id)).orElseThrow();
  }

  /** By somebody in another process: nobody here is told. */
  private void register(String properties) {
    var registered = new SchemaRegistered(type, Math.toIntExact(revisions + 2), "hash",
        "{\"type\":\"object\",\"properties\":" + properties + "}");
    Outcome outcome = server.log()
        .append(Append.of(new NewEvent(UUID.randomUUID(), "event-schema:" + type, revisions++, null,
            "insight.schema-registered", 1, Instant.parse("2026-03-01T00:00:00Z"),
            new EventCodec(EventCatalogue.standard()).encode(registered),
            EventDecoder.encode(Metadata.NONE))));
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
  }
}
