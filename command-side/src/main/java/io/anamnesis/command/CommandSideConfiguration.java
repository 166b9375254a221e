package io.anamnesis.command;

import io.anamnesis.command.audit.ReadsSealerConfiguration;
import io.anamnesis.command.audit.SealerConfiguration;
import io.anamnesis.command.audit.reconciliation.ReconciliationConfiguration;
import io.anamnesis.command.customer.ErasureConfiguration;
import io.anamnesis.command.insight.PolicyConfiguration;
import io.anamnesis.command.insight.SchemaConfiguration;
import io.anamnesis.command.intake.IntakeConfiguration;
import io.anamnesis.command.loyalty.BenefitConfiguration;
import io.anamnesis.command.loyalty.LoyaltyConfiguration;
import io.anamnesis.command.loyalty.check.RederivationConfiguration;
import io.anamnesis.command.loyalty.mall.VoucherConfiguration;
import io.anamnesis.command.loyalty.opening.OpeningConfiguration;
import io.anamnesis.command.loyalty.persons.PersonsConfiguration;
import io.anamnesis.command.loyalty.policy.ExpiryWarningConfiguration;
import io.anamnesis.command.loyalty.publication.ProgrammeConfiguration;
import io.anamnesis.command.loyalty.whatif.WhatIfConfiguration;
import io.anamnesis.command.referral.ReferralConfiguration;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.Policy;
import io.anamnesis.projections.PolicyRunner;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The command side without the log and the web, which it shares with the query side where both run in one process. The sealer comes
 * first: it refuses a log that was set back, before anything else could record an event in it.
 */
@Configuration(proxyBeanMethods = false)
@Import({SealerConfiguration.class, IntakeConfiguration.class, LoyaltyConfiguration.class, ProgrammeConfiguration.class,
    WhatIfConfiguration.class, PolicyConfiguration.class, ReferralConfiguration.class, PersonsConfiguration.class,
    ExpiryWarningConfiguration.class, OpeningConfiguration.class, RederivationConfiguration.class,
    SchemaConfiguration.class, BenefitConfiguration.class, VoucherConfiguration.class, ReadsSealerConfiguration.class,
    ErasureConfiguration.class, ReconciliationConfiguration.class})
public class CommandSideConfiguration {

  @Bean(initMethod = "start", destroyMethod = "close")
  PolicyRunner policyRunner(EventLog log, LogTail tail, DataSource database, List<Policy> policies) {
    return new PolicyRunner(log, tail, database, policies);
  }
}
