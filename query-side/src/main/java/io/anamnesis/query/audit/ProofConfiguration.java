package io.anamnesis.query.audit;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.web.AccessRule;

/** Proofs over HTTP. Nothing here can sign. */
@Configuration(proxyBeanMethods = false)
@Import({LogController.class, ProofController.class, CosignatureController.class})
public class ProofConfiguration {

  @Bean
  AccessRule.Table cosignatureAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, "/api/v1/audit/log/cosignatures", "auditor"));
  }

  @Bean
  SealedLog sealedLog(DataSource database, EventLog schemaFirst) {
    return new SealedLog(database);
  }

  /** {@code ANAMNESIS_LOG_WITNESSES}: public keys with a comma between each. */
  @Bean
  Witnesses witnesses(@Value("${anamnesis.log.witnesses:}") List<String> vkeys) {
    return Witnesses.of(vkeys);
  }
}
