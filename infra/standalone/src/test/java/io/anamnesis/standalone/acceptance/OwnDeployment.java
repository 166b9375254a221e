package io.anamnesis.standalone.acceptance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.CommandSide;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.query.QuerySide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** An Anamnesis of one test's own, that can be stopped and started again on the same data. */
final class OwnDeployment implements AutoCloseable {
  private final Deployment kind;
  private final Map<String, Object> properties = new LinkedHashMap<>();
  private final List<ConfigurableApplicationContext> running = new ArrayList<>();
  private URI commands;
  private URI queries;

  OwnDeployment(Deployment kind) {
    this(kind, Map.of());
  }

  /** @param configured beside what every deployment has */
  OwnDeployment(Deployment kind, Map<String, ?> configured) {
    this.kind = kind;
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

  /** Stops every process and starts it again. */
  void restart() {
    close();
    start();
  }

  private void start() {
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
        new SpringApplicationBuilder(side, TestTokens.class).properties(properties).run();
    running.add(context);
    return URI.create("http://127.0.0.1:" + ((WebServerApplicationContext) context).getWebServer().getPort());
  }

  @Override
  public void close() {
    running.forEach(ConfigurableApplicationContext::close);
    running.clear();
  }
}
