package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.Freshness;
import io.anamnesis.projections.Policy;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import io.anamnesis.web.MaySee;
import io.anamnesis.web.Messages;
import io.anamnesis.web.Waiting;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;

/** Wires the balances that come over from an older system. */
@Configuration(proxyBeanMethods = false)
public class OpeningConfiguration {
  private static final String ONE = OpeningController.PATH + "/{reference}";

  @Bean
  AccessRule.Table openingAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, OpeningController.PATH, "staff"),
        AccessRule.of(HttpMethod.POST, ONE + "/approve", "staff"),
        AccessRule.of(HttpMethod.POST, ONE + "/reject", "staff"),
        AccessRule.of(HttpMethod.GET, OpeningController.PATH, "staff", "auditor"),
        AccessRule.of(HttpMethod.GET, ONE, "staff", "auditor"),
        AccessRule.of(HttpMethod.GET, ONE + "/lines", "staff", "auditor"),
        AccessRule.of(HttpMethod.GET, ONE + "/reconciliation", "staff", "auditor"));
  }

  @Bean
  MessageBundle openingMessages() {
    return new MessageBundle(OpeningProblems.BUNDLE);
  }

  @Bean
  OpeningBalances openingBalances(EventLog log, LogTail tail, EventDecoder decoder) {
    return new OpeningBalances(log, tail, decoder);
  }

  @Bean
  Policy openingBalancePolicy(LoyaltyCommands commands) {
    return new OpeningBalancePolicy(commands.bus());
  }

  @Bean
  OpeningController openingController(OpeningBalances batches, EventLog log, EventDecoder decoder, DataSource database,
      PersonalData personal, Messages messages, MaySee maySee, ObjectProvider<Clock> clocks) {
    return new OpeningController(batches, new OpeningReconciliation(log, decoder), log,
        new Waiting(new Freshness(log, database)), personal, messages, maySee,
        clocks.getIfAvailable(Clock::systemUTC));
  }
}
