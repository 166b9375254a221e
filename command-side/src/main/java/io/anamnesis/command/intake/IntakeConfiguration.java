package io.anamnesis.command.intake;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.LevelRegister;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import java.time.Clock;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Facts in. */
@Configuration(proxyBeanMethods = false)
@Import({FactController.class, RejectedController.class})
public class IntakeConfiguration {
  private static final String FACTS = "/api/v1/facts";

  @Bean
  AccessRule.Table factAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, FACTS, "app", "staff"),
        AccessRule.of(HttpMethod.GET, FACTS, "app", "staff"),
        AccessRule.of(HttpMethod.GET, FACTS + "/rejected", "app", "staff"));
  }

  @Bean
  MessageBundle factMessages() {
    return new MessageBundle(Wording.BUNDLE);
  }

  @Bean
  Wording factWording(Messages messages) {
    return new Wording(messages);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  LevelRegister<EventSchemas> schemasInForce(EventLog log, LogRegister<EventSchemas> eventSchemas) {
    return new LevelRegister<>("event-schemas", log, eventSchemas);
  }

  @Bean
  IntakePipeline intakePipeline(EventLog log, PersonalData personalData, LevelRegister<EventSchemas> schemas,
      Quarantine quarantine, ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    var sealer = new FactSealer(personalData, schemas::lately);
    var intake = new FactIntake(new FactParser(EventCatalogue.standard(), clock), sealer,
        new Originals(log, EventCatalogue.standard(), sealer), new FactAppender(log, clock));
    return new IntakePipeline(intake, quarantine, Executors.newVirtualThreadPerTaskExecutor());
  }

  @Bean
  IntakeBudget intakeBudget() {
    return IntakeBudget.ofThisProcess();
  }

  /** Waits for the log only so that two migrations never run at once. */
  @Bean
  Quarantine quarantine(DataSource database, PersonalData personalData, EventLog log) {
    return Quarantine.open(database, personalData);
  }

  @Bean(destroyMethod = "close")
  QuarantineSweep quarantineSweep(Quarantine quarantine) {
    return new QuarantineSweep(quarantine);
  }
}
