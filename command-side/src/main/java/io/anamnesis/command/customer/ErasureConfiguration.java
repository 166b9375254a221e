package io.anamnesis.command.customer;

import io.anamnesis.command.intake.RejectedLines;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.Forgetting;
import io.anamnesis.projections.TimetableRunner;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.Messages;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Wires what forgets a person. */
@Configuration(proxyBeanMethods = false)
public class ErasureConfiguration {

  @Bean
  AccessRule.Table erasureAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, ErasureController.PATH, "staff"),
        AccessRule.of(HttpMethod.GET, ErasureController.PATH, "app", "staff", "auditor"),
        AccessRule.of(HttpMethod.POST, LegalHoldController.PATH, "staff"),
        AccessRule.of(HttpMethod.DELETE, LegalHoldController.PATH, "staff"),
        AccessRule.of(HttpMethod.GET, LegalHoldController.PATH, "staff", "auditor"));
  }

  @Bean
  MessageBundle erasureMessages() {
    return new MessageBundle(Receipts.BUNDLE);
  }

  @Bean
  ErasureLog erasureLog(EventLog log, EventDecoder decoder, PersonalData personal) {
    return new ErasureLog(log, decoder, personal, Programme.standard().zone());
  }

  /** Before anything is served, so that nobody is shown what they may not see any more. */
  @Bean(initMethod = "applyAll")
  Restrictions restrictions(EventLog log, ErasureLog erasures, PersonKeys keys) {
    return new Restrictions(log, erasures, keys);
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner erasureClock(EventLog log, LogTail tail, DataSource database, ErasureLog erasures, PersonKeys keys,
      RejectedLines rejected, ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfAvailable(Clock::systemUTC);
    return new TimetableRunner(log, tail, database, new ErasureClock(log, erasures, keys, rejected, clock), clock);
  }

  @Bean
  ErasureController erasureController(EventLog log, DataSource database, ErasureLog erasures, Restrictions restrictions,
      PersonalData personal, Messages messages, ObjectProvider<Clock> clocks) {
    return new ErasureController(log, erasures, restrictions, new Receipts(new Forgetting(database), messages),
        personal,
        clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  LegalHoldController legalHoldController(EventLog log, ErasureLog erasures, PersonalData personal,
      ObjectProvider<Clock> clocks) {
    return new LegalHoldController(log, erasures, personal, clocks.getIfAvailable(Clock::systemUTC));
  }
}
