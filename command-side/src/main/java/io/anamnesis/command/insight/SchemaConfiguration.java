package io.anamnesis.command.insight;

import io.anamnesis.web.AccessRule;
import io.anamnesis.web.MessageBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

/** Schemas of types {@code x.…} over HTTP. To open a field is a decision on privacy: an administrator's. */
@Configuration(proxyBeanMethods = false)
@Import(SchemaController.class)
public class SchemaConfiguration {
  static final String BUNDLE = "io/anamnesis/command/insight/schema";

  @Bean
  AccessRule.Table schemaAccess() {
    return AccessRule.Table.of(AccessRule.of(HttpMethod.POST, SchemaController.PATH, "admin"),
        AccessRule.of(HttpMethod.GET, SchemaController.PATH, "analyst", "admin"));
  }

  @Bean
  MessageBundle schemaMessages() {
    return new MessageBundle(BUNDLE);
  }
}
