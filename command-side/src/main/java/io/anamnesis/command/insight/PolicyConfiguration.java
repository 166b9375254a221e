package io.anamnesis.command.insight;

import io.anamnesis.web.AccessRule;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Policies over HTTP. */
@Configuration(proxyBeanMethods = false)
@Import(PolicyController.class)
public class PolicyConfiguration {
  private static final String POLICIES = "/api/v1/policies";

  @Bean
  AccessRule.Table policyAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.GET, POLICIES, "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, POLICIES + "/{name}", "analyst", "admin"),
        AccessRule.of(HttpMethod.GET, POLICIES + "/{name}/parked", "analyst", "admin"),
        AccessRule.of(HttpMethod.POST, POLICIES + "/{name}/parked/retry", "admin"),
        AccessRule.of(HttpMethod.POST, POLICIES + "/{name}/parked/skip", "admin"));
  }
}
