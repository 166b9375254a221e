package io.anamnesis.query.audit;

import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.web.AccessRule;
import io.anamnesis.web.RequestArgument;

/** Proofs over HTTP. Nothing here can sign. */
@Configuration(proxyBeanMethods = false)
@Import({LogController.class, ProofController.class, CosignatureController.class})
public class ProofConfiguration {

  @Bean
  AccessRule.Table cosignatureAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, AskedLog.LOG + "/cosignatures", "auditor"),
        AccessRule.of(HttpMethod.POST, AskedLog.READS + "/cosignatures", "auditor"));
  }

  @Bean
  SealedLog sealedLog(DataSource database, EventLog schemaFirst) {
    return new SealedLog(database);
  }

  @Bean(defaultCandidate = false)
  SealedLog sealedReads(@Qualifier("readsDataSource") DataSource database,
      @Qualifier("readsLog") EventLog schemaFirst) {
    return new SealedLog(database, LogSchema.READS);
  }

  @Bean
  WebMvcConfigurer askedLog(EventLog log, SealedLog sealedLog, @Qualifier("readsLog") EventLog reads,
      @Qualifier("sealedReads") SealedLog sealedReads) {
    AskedLog ofLog = new AskedLog(log, sealedLog);
    AskedLog ofReads = new AskedLog(reads, sealedReads);
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument<>(AskedLog.class,
            request -> isOfReads(request) ? ofReads : ofLog));
      }
    };
  }

  /** By the route, however its path was written. */
  private static boolean isOfReads(NativeWebRequest request) {
    Object route =
        request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return route != null && route.toString().startsWith(AskedLog.READS);
  }

  /** {@code ANAMNESIS_LOG_WITNESSES}: public keys with a comma between each. */
  @Bean
  Witnesses witnesses(@Value("${anamnesis.log.witnesses:}") List<String> vkeys) {
    return Witnesses.of(vkeys);
  }
}
