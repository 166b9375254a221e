package io.anamnesis.events.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PseudonymousPayloads;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventSchemasTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  private final EventSchemas schemas = EventSchemas.NONE.with(registered(10, "x.a", 2, clear("steps")))
      .with(registered(20, "x.b", 2, clear("km"))).with(registered(30, "x.a", 3, clear("km", "steps").replace(
          "\"steps\":{\"type\":\"integer\",\"x-clear\":true}", "\"steps\":{\"type\":\"integer\"}")));

  @Test
  void each_type_has_its_own_revisions_and_the_newest_says_what_is_open() {
    assertThat(schemas.types()).containsExactly("x.a", "x.b");
    assertThat(schemas.revisions("x.a")).extracting(ExtensionSchema::revision).containsExactly(2, 3);
    assertThat(schemas.newest("x.a")).hasValueSatisfying(newest -> assertThat(newest.revision()).isEqualTo(3));
    assertThat(schemas.openNow().of("x.a")).containsOnlyKeys("km");
    assertThat(schemas.openNow().of("x.nobody")).isEmpty();
    assertThat(schemas.find("x.a", ExtensionSchema.UNREGISTERED)).isEmpty();
    assertThat(schemas.find("x.a", 2)).hasValueSatisfying(one -> assertThat(one.open()).containsOnlyKeys("steps"));
  }

  @Test
  void what_was_open_before_a_position_stays_known_there_whatever_is_registered_after() {
    assertThat(schemas.everOpen(10).of("x.a")).isEmpty();
    assertThat(schemas.everOpen(11).of("x.a")).containsOnlyKeys("steps");
    assertThat(schemas.everOpen(30).of("x.a")).containsOnlyKeys("steps");
    assertThat(schemas.everOpen(31).of("x.a")).containsOnlyKeys("steps", "km");
  }

  @Test
  void the_catalogue_marks_what_is_not_clear_as_personal() {
    var told = schemas.newest("x.a").orElseThrow().described();

    assertThat(told.get("$id").asString()).isEqualTo("urn:anamnesis:event:x.a:3");
    assertThat(told.at("/properties/steps/x-personal").asBoolean()).isTrue();
    assertThat(told.at("/properties/steps/x-key").asString()).isEqualTo("record");
    assertThat(told.at("/properties/km").has("x-personal")).isFalse();
    assertThat(told.at("/additionalProperties/x-personal").asBoolean()).isTrue();
  }

  @Test
  void whoever_may_know_nothing_personal_is_shown_what_the_facts_own_revision_marks_and_is_clear() {
    PseudonymousPayloads payloads = new PseudonymousPayloads(EventCatalogue.standard(), number -> "p");
    String payload = "{\"steps\":7,\"km\":{\"~\":\"r.AA\"},\"note\":\"smuggled\"}";

    assertThat(payloads.of(schemas.find("x.a", 2).orElseThrow(), payload)).hasToString("{\"steps\":7}");
    assertThat(payloads.of(schemas.find("x.a", 3).orElseThrow(), payload)).hasToString("{}");
    assertThat(payloads.of("x.a", 1, payload)).hasToString("{}");
  }

  @Test
  void another_event_is_none_of_its_business() {
    Recorded other = new Recorded(1, UUID.randomUUID(), null, null, "C-1", "signin.made", 1, NOW, NOW, Metadata.NONE,
        new SigninMade(null));
    assertThatThrownBy(() -> EventSchemas.NONE.with(other)).hasMessageContaining("registers no schema");
  }

  private static String clear(String... names) {
    StringBuilder fields = new StringBuilder();
    for (String name : names) {
      fields.append(fields.isEmpty() ? "" : ",").append('"').append(name)
          .append("\":{\"type\":\"integer\",\"x-clear\":true}");
    }
    return "{\"type\":\"object\",\"properties\":{" + fields + "}}";
  }

  private static Recorded registered(long position, String type, int revision, String schema) {
    return new Recorded(position, UUID.randomUUID(), "event-schema:" + type, (long) revision - 2, null,
        "insight.schema-registered", 1, NOW, NOW, Metadata.NONE,
        new SchemaRegistered(type, revision, "hash", schema));
  }
}
