package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.persons.OverrideController;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.Caller;
import io.anamnesis.web.ProblemException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is asked for is judged by when it was asked for first. */
class OverrideControllerTest {
  private static final Instant SIX = Instant.parse("2026-03-01T18:00:00Z");

  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private HikariDataSource database;
  private PostgresEventLog log;
  private LoyaltyCommands commands;
  private TinkPersonalData personal;

  @BeforeEach
  void start(@TempDir Path folder) {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    personal = TinkPersonalData.open(database, folder.resolve("kek"));
    commands = LoyaltyCommands.start(log, EventCatalogue.standard(), database, new AggregateCache());
    log.append(new Append(List.of(new NewEvent(new UUID(8, 1), null, null, "C-1", "signin.made", 1,
        SIX.minusSeconds(900),
        new EventCodec(EventCatalogue.standard()).encode(new SigninMade(null)), EventDecoder.encode(Metadata.NONE)))));
  }

  @AfterEach
  void stop() {
    commands.close();
    log.close();
    database.close();
  }

  @Test
  void a_level_asked_for_again_under_its_key_is_answered_alike_also_when_its_end_has_come() {
    ResponseEntity<OverrideController.Answer> first = give(SIX.minusSeconds(60), "K-1");
    ResponseEntity<OverrideController.Answer> again = give(SIX.plusSeconds(60), "K-1");
    assertThat(again.getStatusCode()).isEqualTo(first.getStatusCode());
    assertThat(again.getBody()).isEqualTo(first.getBody());
    assertThatThrownBy(() -> give(SIX.plusSeconds(60), "K-2")).isInstanceOf(ProblemException.class);
  }

  private ResponseEntity<OverrideController.Answer> give(Instant now, String key) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("level", 3).put("until", SIX.toString())
        .put("reason", "VIP");
    return controller(now).give("C-1", body, new Caller("staff-1", Set.of(), null), key);
  }

  private OverrideController controller(Instant now) {
    LogRegister<Programmes> programmes = new LogRegister<>(log, new LogTail(log, decoder), decoder,
        Set.of(ProgrammeEvent.class), Programmes.standard(), Programmes::with);
    return new OverrideController(new Decisions(commands.bus(), log, decoder), log, personal, programmes,
        new StaticListableBeanFactory(Map.of("clock", Clock.fixed(now, ZoneOffset.UTC))).getBeanProvider(Clock.class));
  }
}
