package io.anamnesis.benchmarks;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A peer: the least that Spring MVC and JdbcClient do to answer with a row by its key. */
final class RowServer implements AutoCloseable {
  /** The rows that portraits are answered from. */
  static final String TABLE = "views.portrait_g1";

  private final ConfigurableApplicationContext context;

  private RowServer(ConfigurableApplicationContext context) {
    this.context = context;
  }

  static RowServer start(String databaseUrl) {
    SpringApplication spring = new SpringApplication(Application.class);
    spring.setDefaultProperties(Map.of("server.address", "127.0.0.1", "server.port", "0", "spring.datasource.url",
        databaseUrl, "spring.datasource.username", "postgres", "spring.datasource.hikari.maximum-pool-size", "16",
        "spring.threads.virtual.enabled", "true", "spring.main.banner-mode", "off", "spring.main.log-startup-info",
        "false"));
    return new RowServer(spring.run());
  }

  Wrk reads(Cluster cluster, int callers) {
    return new Wrk("Spring MVC and JdbcClient: the row", cluster,
        "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"), "/rows/customer-%d", "none",
        callers, Hospital.CUSTOMERS);
  }

  @Override
  public void close() {
    context.close();
  }

  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @Import(Rows.class)
  static class Application {
    @Bean
    SecurityFilterChain open(HttpSecurity http) {
      return http.authorizeHttpRequests(all -> all.anyRequest().permitAll()).build();
    }
  }

  /** Answers with the state as it stands. */
  @RestController
  static class Rows {
    private final JdbcClient jdbc;

    Rows(JdbcClient jdbc) {
      this.jdbc = jdbc;
    }

    @GetMapping(path = "/rows/{subject}", produces = MediaType.APPLICATION_JSON_VALUE)
    String row(@PathVariable String subject) {
      return jdbc.sql("select state from " + TABLE + " where subject = ?").param(subject).query(String.class).single();
    }
  }
}
