package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Facts about a person whose keys were destroyed: recorded as any other, without what is personal. */
class LateFactsTest {
  private static final String ERASED = "C-0042";

  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private PostgresEventLog log;
  private TinkPersonalData personal;
  private FactIntake intake;

  @BeforeEach
  void open() {
    log = PostgresEventLog.open(LogConfiguration.of(database));
    personal = TinkPersonalData.open(database, folder.resolve("kek"));
    var sealer = new FactSealer(personal, () -> EventSchemas.NONE);
    intake = new FactIntake(new FactParser(EventCatalogue.standard(), Clock.systemUTC()), sealer,
        new Originals(log, EventCatalogue.standard(), sealer), new FactAppender(log, Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void a_late_fact_of_any_type_is_recorded_decodes_and_holds_nothing_sealed() {
    erase();
    List<String> types = SampleFacts.PAYLOADS.keySet().stream()
        .filter(type -> SampleFacts.subjectOf(type).equals(ERASED) && !type.startsWith("fact.")).toList();
    EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
    for (String type : types) {
      assertThat(take(SampleFacts.of("late-" + type, type, ERASED))).as(type).isInstanceOf(Fate.Accepted.class);
    }
    log.read(0, types.size()).forEach(event -> {
      assertThat(event.payload()).as(event.type()).doesNotContain("\"~\"");
      assertThat(event.metadata()).as(event.type()).doesNotContain("\"content\"");
      assertThat(decoder.decode(event).event()).as(event.type()).isNotNull();
    });
    assertThat(log.head()).isEqualTo(types.size()).isGreaterThan(20);
  }

  @Test
  void a_repeat_is_the_same_whatever_it_says_once_there_is_nothing_to_compare_it_by() {
    ObjectNode fact = SampleFacts.of("A-1", "customer.registered", ERASED);
    ObjectNode other = SampleFacts.of("A-1", "customer.registered", ERASED, "{\"name\":\"李四\"}");
    ObjectNode anothers = SampleFacts.of("A-1", "customer.registered", "C-0043");
    assertThat(take(fact)).isInstanceOf(Fate.Accepted.class);
    assertThat(take(other)).as("while the key is there").isInstanceOf(Rejection.class);

    erase();

    assertThat(take(fact)).isInstanceOf(Fate.Repeated.class);
    assertThat(take(other)).isInstanceOf(Fate.Repeated.class);
    assertThat(take(anothers)).as("another person's").isInstanceOf(Rejection.class);
    assertThat(log.head()).isEqualTo(1);
  }

  private void erase() {
    for (KeyKind kind : KeyKind.values()) {
      personal.personKeys().destroy(ERASED, kind);
    }
  }

  private Fate take(ObjectNode fact) {
    return intake.commit(intake.prepare(List.of(SampleFacts.raw(fact)), "test"), Patience.NONE).getFirst();
  }
}
