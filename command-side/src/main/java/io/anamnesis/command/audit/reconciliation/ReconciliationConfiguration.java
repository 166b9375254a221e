package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.intake.RejectedCounts;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.DaySigning;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The reports of days, made and signed where the log's key is. */
@Configuration(proxyBeanMethods = false)
public class ReconciliationConfiguration {

  @Bean(initMethod = "start", destroyMethod = "close")
  Reconciler reconciler(EventLog log, EventDecoder decoder, DataSource database, LogKeyFiles logKey,
      RejectedCounts rejected, BusinessDays days) {
    return new Reconciler(log, decoder, new SealedLog(database), new DaySigning(log, database, logKey), rejected, days);
  }

  @Bean
  ReconcilerHealth reconcilerHealth(Reconciler reconciler) {
    return new ReconcilerHealth(reconciler);
  }
}
