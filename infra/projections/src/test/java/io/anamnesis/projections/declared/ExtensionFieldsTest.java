package io.anamnesis.projections.declared;

import static io.anamnesis.projections.declared.Given.event;
import static io.anamnesis.projections.declared.Given.folded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.SchemaEvent;
import io.anamnesis.events.insight.SchemaEvent.SchemaRegistered;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.declared.InvalidDefinition.Complaint;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Definitions over types of a source's own, and schemas that are registered meanwhile. */
class ExtensionFieldsTest {
  private static final Instant DAY = Instant.parse("2026-03-06T02:00:00Z");
  private static final String STEPS = """
      projection: steps
      on:
        x.steps:
          tally:
            by: {device: event.device}
            add: {steps: event.steps.orValue(0), facts: 1}
      """;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private final LogTail tail = new LogTail(log, decoder);
  private final LogRegister<EventSchemas> schemas = new LogRegister<>(log, tail, decoder, Set.of(SchemaEvent.class),
      EventSchemas.NONE, EventSchemas::with);
  private final DefinitionCompiler compiler = new DefinitionCompiler(EventCatalogue.standard(),
      site -> ZoneId.of("Asia/Shanghai"), Set.of(), schemas);
  private long revisions;

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_field_is_closed_until_it_is_registered_as_clear_and_the_complaint_names_its_place() {
    assertThat(complaints(STEPS)).extracting(Complaint::fault).containsExactly(Fault.CLOSED_FIELD, Fault.CLOSED_FIELD);
    register("\"steps\":{\"type\":\"integer\",\"x-clear\":true},\"device\":{\"type\":\"string\"}");

    Complaint closed = complaints(STEPS).getFirst();
    assertThat(closed.fault()).isEqualTo(Fault.CLOSED_FIELD);
    assertThat(closed.arguments()).containsExactly("device");
    assertThat(closed.place()).isEqualTo(new Place(5, 25));
    assertThat(complaints(STEPS.replace("event.device", "string(1)"))).isEmpty();
    assertThat(complaints(STEPS.replace("event.device", "string(1)").replace("x.steps:", "x.other:")))
        .extracting(Complaint::fault).containsExactly(Fault.CLOSED_FIELD);
  }

  @Test
  void types_are_those_of_the_schema_and_absence_must_be_answered() {
    register("\"steps\":{\"type\":\"integer\",\"x-clear\":true}");

    assertThat(complaints("""
        projection: p
        on:
          x.steps:
            where: event.steps > 5
            tally: {by: {}, add: {steps: "event.steps.orValue(0) + decimal(\\"1\\")"}}
        """)).extracting(Complaint::fault).containsExactly(Fault.MAY_BE_ABSENT, Fault.TYPES);
  }

  @Test
  void every_form_is_read_as_its_type_and_what_is_sealed_or_absent_is_absent() throws InvalidDefinition {
    register("""
        "t":{"type":"string","maxLength":9,"x-clear":true},"i":{"type":"integer","x-clear":true},
        "n":{"type":"number","x-clear":true},"d":{"type":"string","format":"decimal","x-clear":true},
        "b":{"type":"boolean","x-clear":true},"day":{"type":"string","format":"date","x-clear":true},
        "at":{"type":"string","format":"date-time","x-clear":true}""");
    DeclaredProjection all = compiler.compile(new DefinitionText("""
        projection: all
        state:
          t: {type: text, initial: none}
          i: {type: integer, initial: -1}
          n: {type: decimal, initial: "-1"}
          d: {type: decimal, initial: "-1"}
          b: {type: boolean, initial: false}
          day: {type: date, initial: 1970-01-01}
          at: {type: timestamp, initial: 1970-01-01T00:00:00Z}
        on:
          x.steps:
            set:
              t: event.t.orValue(state.t)
              i: event.i.orValue(state.i)
              n: event.n.orValue(state.n)
              d: event.d.orValue(state.d)
              b: event.b.orValue(state.b)
              day: event.day.orValue(state.day)
              at: event.at.orValue(state.at)
        """), 1);
    Recorded sealed = fact(1, """
        {"t":{"~":"r.AA"},"i":{"~":"r.AA"},"n":null,"d":{"~":"r.AA"},"b":{"~":"r.AA"},"day":{"~":"r.AA"}}""");
    Recorded clear = fact(2, """
        {"t":"喝水","i":7.0,"n":1.50,"d":"2.5","b":true,"day":"2026-02-28","at":"2026-03-01T08:00:00+08:00"}""");

    assertThat(all.fieldsOf(folded(all, sealed))).isEqualTo(Map.of("t", "none", "i", -1L, "n", new BigDecimal("-1"),
        "d", new BigDecimal("-1"), "b", false, "day", LocalDate.EPOCH, "at", Instant.EPOCH));
    assertThat(all.fieldsOf(folded(all, sealed, clear))).isEqualTo(Map.of("t", "喝水", "i", 7L, "n",
        new BigDecimal("1.5"), "d", new BigDecimal("2.5"), "b", true, "day", LocalDate.parse("2026-02-28"), "at",
        Instant.parse("2026-03-01T00:00:00Z")));
    assertThat(all.fieldsOf(folded(all, clear, sealed))).isEqualTo(all.fieldsOf(folded(all, clear)));
    assertThat(all.fieldsRead("x.steps")).containsExactly("at", "b", "d", "day", "i", "n", "t");
  }

  @Test
  void a_posted_definition_stays_good_when_a_field_is_closed_and_a_new_one_over_it_is_refused() {
    register("\"steps\":{\"type\":\"integer\",\"x-clear\":true},\"device\":{\"type\":\"string\",\"maxLength\":9,"
        + "\"x-clear\":true}");
    ProjectionLog posts = new ProjectionLog(log, decoder, Clock.systemUTC());
    posts.post("steps", new DefinitionText(STEPS), null, "anna");
    register("\"steps\":{\"type\":\"integer\",\"x-clear\":true},\"device\":{\"type\":\"string\",\"maxLength\":9}");

    assertThatThrownBy(() -> compiler.compile(new DefinitionText(STEPS), 2)).isInstanceOf(InvalidDefinition.class);
    try (DeclaredProjections declared =
        new DeclaredProjections(log, tail, decoder, compiler, name -> {}, projection -> {})) {
      declared.catchUp();
      DeclaredProjection steps = declared.newest("steps").orElseThrow();
      assertThat(steps.cellsOf(folded(steps, fact(1, "{\"steps\":5,\"device\":\"watch\"}"),
          fact(2, "{\"steps\":6,\"device\":{\"~\":\"r.AA\"}}"), fact(3, "{\"steps\":4,\"device\":\"watch\"}"))))
          .extracting(row -> row.get("device") + " " + row.get("steps") + " " + row.get("facts"))
          .containsExactlyInAnyOrder("watch 9 2", "null 6 1");
    }
  }

  private static Recorded fact(long position, String payload) {
    return event(position, DAY, new ExtensionFact("x.steps", (ObjectNode) EventCodec.mapper().readTree(payload)));
  }

  private List<Complaint> complaints(String yaml) {
    try {
      compiler.compile(new DefinitionText(yaml), 1);
      return List.of();
    } catch (InvalidDefinition invalid) {
      return invalid.complaints();
    }
  }

  private void register(String properties) {
    log.append(Append.of(new NewEvent(UUID.randomUUID(), "event-schema:x.steps", revisions, null,
        "insight.schema-registered", 1, DAY, new EventCodec(EventCatalogue.standard()).encode(new SchemaRegistered(
            "x.steps", Math.toIntExact(revisions + 2), "hash",
            "{\"type\":\"object\",\"properties\":{" + properties + "}}")),
        EventDecoder.encode(Metadata.NONE))));
    revisions++;
  }
}
