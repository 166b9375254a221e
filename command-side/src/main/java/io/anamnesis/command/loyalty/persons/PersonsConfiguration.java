package io.anamnesis.command.loyalty.persons;

import io.anamnesis.command.decision.Decisions;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.masking.Masking;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Wires the decisions that persons take on points. */
@Configuration(proxyBeanMethods = false)
@Import({AdjustmentController.class, WriteOffController.class})
public class PersonsConfiguration {

  @Bean
  AccessRule.Table personsAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, AdjustmentController.PATH, "staff"),
        AccessRule.of(HttpMethod.POST, AdjustmentController.ONE + "/approve", "staff"),
        AccessRule.of(HttpMethod.POST, AdjustmentController.ONE + "/reject", "staff"),
        AccessRule.of(HttpMethod.GET, AdjustmentController.PATH, "staff"),
        AccessRule.of(HttpMethod.GET, AdjustmentController.ALL, "staff"),
        AccessRule.of(HttpMethod.POST, WriteOffController.PATH, "staff"),
        AccessRule.of(HttpMethod.POST, WriteOffController.ONE + "/approve", "staff"),
        AccessRule.of(HttpMethod.POST, WriteOffController.ONE + "/reject", "staff"),
        AccessRule.of(HttpMethod.GET, WriteOffController.PATH, "staff"),
        AccessRule.of(HttpMethod.GET, WriteOffController.ALL, "staff"));
  }

  @Bean
  WaitingRequests waitingRequests(EventLog log, LogTail tail, EventDecoder decoder) {
    return new WaitingRequests(log, tail, decoder);
  }

  @Bean
  PersonsDecisions personsDecisions(Decisions loyaltyDecisions, WaitingRequests waiting, EventLog log,
      PersonalData personal, Masking masking, MaySee maySee, ObjectProvider<Clock> clocks) {
    return new PersonsDecisions(loyaltyDecisions, waiting, log, personal, masking, maySee,
        clocks.getIfAvailable(Clock::systemUTC));
  }
}
