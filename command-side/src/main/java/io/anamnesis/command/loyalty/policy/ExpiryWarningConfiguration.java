package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.programme.FollowedProgrammes;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.events.schema.EventSchemas;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.LogRegister;
import io.anamnesis.projections.TimetableRunner;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the warnings before points expire. */
@Configuration(proxyBeanMethods = false)
public class ExpiryWarningConfiguration {

  @Bean(initMethod = "start", destroyMethod = "close")
  TimetableRunner expiryWarnings(EventLog log, LogTail tail, EventDecoder decoder, DataSource database,
      LogRegister<Programmes> programmes, LogRegister<EventSchemas> eventSchemas, ObjectProvider<Clock> clocks) {
    return new TimetableRunner(log, tail, database,
        new ExpiryWarnings(log, decoder, new FollowedProgrammes(programmes, eventSchemas)),
        clocks.getIfAvailable(Clock::systemUTC));
  }
}
