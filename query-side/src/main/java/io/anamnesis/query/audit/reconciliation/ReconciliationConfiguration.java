package io.anamnesis.query.audit.reconciliation;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.DayReports;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.loyalty.LedgerProjection;
import io.anamnesis.web.AccessRule;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Signed days over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(ReconciliationController.class)
public class ReconciliationConfiguration {

  /** It tells of no customer, so whoever operates the log may see it too. */
  @Bean
  AccessRule.Table reconciliationAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.GET, ReconciliationController.PATH, "auditor", "admin"));
  }

  @Bean
  DayReports dayReports(DataSource database, EventLog schemaFirst) {
    return new DayReports(database);
  }

  @Bean
  Comparing comparing(ReadModels models, LedgerProjection ledger, ObjectProvider<Clock> clocks) {
    return new Comparing(models, ledger, clocks.getIfAvailable(Clock::systemUTC));
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  BalanceCheck balanceCheck(DayReports reports, Comparing comparing) {
    return new BalanceCheck(reports, comparing);
  }
}
