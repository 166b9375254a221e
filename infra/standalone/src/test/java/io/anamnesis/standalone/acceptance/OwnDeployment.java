package io.anamnesis.standalone.acceptance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.CommandSide;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.query.QuerySide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An Anamnesis of one test's own, that can be stopped and started again on the same data. */
final class OwnDeployment implements AutoCloseable {
  private final Deployment kind;
  private final Map<String, Object> properties = new LinkedHashMap<>();
  private final List<ConfigurableApplicationContext> running = new ArrayList<>();
  private final Clock clock;
  private URI commands;
  private URI queries;

  OwnDeployment(Deployment kind) {
    this(kind, Map.of());
  }

  /** @param configured beside what every deployment has */
  OwnDeployment(Deployment kind, Map<String, ?> configured) {
    this(kind, configured, Clock.systemUTC());
  }

  /** @param clock what its processes take for the time, beside the database's */
  OwnDeployment(Deployment kind, Map<String, ?> configured, Clock clock) {
    this.kind = kind;
    this.clock = clock;
    properties.putAll(configured);
    try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
      properties.put("anamnesis.db.url", database.getJdbcUrl());
      properties.put("server.port", 0);
      properties.put("anamnesis.kek-file",
          Files.createTempDirectory("anamnesis").resolve("kek.json").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start();
  }

  Client client(String scope) {
    return new Client(commands, queries, TestTokens.token(scope));
  }

  /** JDBC URL of the database that it runs on. */
  String database() {
    return properties.get("anamnesis.db.url").toString();
  }

  /** The secret key that its log signs with. */
  Path logKey() {
    return Path.of(properties.get("anamnesis.kek-file").toString()).resolveSibling("log.skey");
  }

  /** What all of its processes have one of. */
  <T> T bean(Class<T> type) {
    return running.getFirst().getBean(type);
  }

  /** Stops every process and starts it again. */
  void restart() {
    close();
    start();
  }

  /** One more process that does what a query side does; where both sides are one process, one more of these. */
  void startAnother() {
    run(kind == Deployment.ONE_PROCESS ? Deployment.Both.class : QuerySide.class);
  }

  /** After {@link #close}. */
  void start() {
    if (kind == Deployment.ONE_PROCESS) {
      commands = run(Deployment.Both.class);
      queries = commands;
    } else {
      commands = run(CommandSide.class);
      queries = run(QuerySide.class);
    }
  }

  private URI run(Class<?> side) {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(side, TestTokens.class).properties(properties)
            .initializers((ConfigurableApplicationContext fresh) -> ((GenericApplicationContext) fresh)
                .registerBean(Clock.class, () -> clock))
            .run();
    running.add(context);
    return URI.create("http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort());
  }

  @Override
  public void close() {
    running.forEach(ConfigurableApplicationContext::close);
    running.clear();
  }
}
