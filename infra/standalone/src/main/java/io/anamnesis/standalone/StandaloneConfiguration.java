package io.anamnesis.standalone;

import io.anamnesis.command.CommandSideConfiguration;
import io.anamnesis.query.QuerySideConfiguration;
import io.anamnesis.standalone.authorization.AuthorizationConfiguration;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Both sides in one process, on one log. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({WebConfiguration.class, LogBeans.class, CommandSideConfiguration.class, QuerySideConfiguration.class,
    AuthorizationConfiguration.class})
class StandaloneConfiguration {

  @Bean
  Readiness started() {
    return new Readiness();
  }
}
