package io.anamnesis.web;

import java.util.Collection;

import jakarta.servlet.DispatcherType;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.access.BearerTokenAccessDeniedHandler;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.servlet.HandlerMapping;

import io.anamnesis.web.reads.ReadLog;

/** A resource server without sessions: bearer tokens, scopes, nothing else. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

  /** Requests are observed as a whole. To observe each of a dozen filters by itself costs more than some of them do. */
  @Bean
  SecurityObservationSettings noObservationOfFilters() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  SecurityFilterChain apiSecurity(HttpSecurity http, Collection<AccessRule.Table> tables,
      ObjectProvider<HandlerMapping> handlers, ObjectProvider<JwtDecoder> decoders,
      @Value("${anamnesis.issuer-uri:}") String issuer, ProblemWriter writer, ReadLog reads) throws Exception {
    JwtDecoder decoder = decoder(decoders, issuer);
    // Behind authentication, so that it knows who reads, and before all that may refuse him.
    http.addFilterBefore(new ReadAuditFilter(reads, new Routes(handlers), writer), ExceptionTranslationFilter.class);
    return http.csrf(AbstractHttpConfigurer::disable).httpBasic(AbstractHttpConfigurer::disable)
        .formLogin(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
            .permitAll().anyRequest().access(new ApiAccess(tables, handlers)))
        .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(decoder))
            .authenticationEntryPoint(unauthorized(writer)).accessDeniedHandler(forbidden(writer)))
        .exceptionHandling(
            failures -> failures.authenticationEntryPoint(unauthorized(writer)).accessDeniedHandler(forbidden(writer)))
        .build();
  }

  /** Spring's own, but that headers may be written in any script, as {@code Purpose} and {@code Break-Glass} are by persons: all are read as UTF-8. */
  @Bean
  HttpFirewall headersInAnyScript() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowedHeaderValues(HeaderText::isPrintable);
    return firewall;
  }

  private static JwtDecoder decoder(ObjectProvider<JwtDecoder> decoders, String issuer) {
    JwtDecoder given = decoders.getIfAvailable();
    if (given != null) {
      return given;
    }
    if (issuer.isBlank()) {
      throw new IllegalStateException("no issuer of tokens is configured: set ANAMNESIS_ISSUER_URI to the URI of the "
          + "OAuth 2 issuer whose tokens are to be accepted");
    }
    // Asked at the first token, so that the order in which services start does not matter.
    return new SupplierJwtDecoder(() -> JwtDecoders.fromIssuerLocation(issuer));
  }

  /** Both keep Spring's {@code WWW-Authenticate} and add the body. */
  private static AuthenticationEntryPoint unauthorized(ProblemWriter writer) {
    AuthenticationEntryPoint standard = new BearerTokenAuthenticationEntryPoint();
    return (request, response, failure) -> {
      standard.commence(request, response, failure);
      writer.write(request, response, Problem.of(ProblemType.UNAUTHORIZED));
    };
  }

  private static AccessDeniedHandler forbidden(ProblemWriter writer) {
    AccessDeniedHandler standard = new BearerTokenAccessDeniedHandler();
    return (request, response, failure) -> {
      standard.handle(request, response, failure);
      writer.write(request, response, Problem.of(ProblemType.FORBIDDEN));
    };
  }
}
