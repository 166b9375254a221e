package io.anamnesis.web;

import java.util.Collection;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;
import org.springframework.http.HttpMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.sealing.SealedLog;
import tools.jackson.databind.json.JsonMapper;

/** Problems, languages and security; imported by each side, once where both run in one process. */
@Configuration(proxyBeanMethods = false)
@Import({SecurityConfiguration.class, ProblemAdvice.class, ProblemErrorController.class})
@PropertySource("classpath:io/anamnesis/web/defaults.properties")
public class WebConfiguration {

  @Bean
  MessageBundle webMessages() {
    return new MessageBundle("io/anamnesis/web/messages");
  }

  @Bean
  Messages messages(Collection<MessageBundle> bundles) {
    return new Messages(bundles);
  }

  @Bean
  ProblemWriter problemWriter(Messages messages, JsonMapper json) {
    return new ProblemWriter(messages, json);
  }

  /** The log is opened before: it makes the table that is asked. */
  @Bean
  LogEpoch logEpoch(DataSource database, EventLog opened) {
    return new LogEpoch(new SealedLog(database));
  }

  /** Behind security, so that nobody else learns of epochs. */
  @Bean
  FilterRegistrationBean<EpochFilter> epochFilter(LogEpoch epoch, ProblemWriter problems) {
    return new FilterRegistrationBean<>(new EpochFilter(epoch, problems));
  }

  @Bean
  AccessRule.Table healthAccess() {
    return AccessRule.Table.of(AccessRule.open(HttpMethod.GET, "/actuator/health"),
        AccessRule.open(HttpMethod.GET, "/actuator/health/{*path}"));
  }

  @Bean
  WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsOfTomcat(Messages messages, JsonMapper json) {
    return factory -> factory.addContextCustomizers(
        context -> context.getParent().getPipeline().addValve(new ProblemReportValve(messages, json)));
  }

  @Bean
  WebMvcConfigurer siteGuard(MaySee maySee) {
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(new SiteGuard(maySee));
      }
    };
  }

  @Bean
  WebMvcConfigurer callerArgument() {
    return new WebMvcConfigurer() {
      @Override
      public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new RequestArgument<>(Caller.class, request -> Caller.current()));
        resolvers.add(new RequestArgument<>(Language.class,
            request -> Language.of(request.getHeader("Accept-Language"))));
        resolvers.add(new RequestArgument<>(Freshly.class, Freshly::of));
      }
    };
  }
}
