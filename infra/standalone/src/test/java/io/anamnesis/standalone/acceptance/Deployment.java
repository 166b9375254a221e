package io.anamnesis.standalone.acceptance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.CommandSide;
import io.anamnesis.command.CommandSideConfiguration;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.query.QuerySide;
import io.anamnesis.query.QuerySideConfiguration;
import io.anamnesis.web.LogBeans;
import io.anamnesis.web.WebConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** The two ways to run; each is started once for all acceptance tests, on a database of its own. */
enum Deployment {
  ONE_PROCESS {
    @Override
    Sides start(Map<String, Object> properties) {
      URI both = run(properties, Both.class);
      return new Sides(both, both);
    }
  },
  APART {
    @Override
    Sides start(Map<String, Object> properties) {
      return new Sides(run(properties, CommandSide.class), run(properties, QuerySide.class));
    }
  };

  private record Sides(URI commands, URI queries) {}

  @EnableAutoConfiguration
  @Import({WebConfiguration.class, LogBeans.class, CommandSideConfiguration.class, QuerySideConfiguration.class})
  static class Both {}

  private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();
  private @Nullable Sides sides;
  private String databaseUrl = "";

  /** A client with the rights to send facts and to read customers. */
  synchronized Client client() {
    if (sides == null) {
      Map<String, Object> properties = properties();
      databaseUrl = properties.get("anamnesis.db.url").toString();
      sides = start(properties);
    }
    return new Client(sides.commands(), sides.queries(), TestTokens.token("staff"));
  }

  /** JDBC URL of the database that it runs on, for what is to be seen from outside by SQL alone. */
  synchronized String database() {
    client();
    return databaseUrl;
  }

  /** Appends a fact that no intake would let through, and tells its position. */
  long smuggle(String subject, String type, String payload) {
    return smuggle(database(), subject, UUID.randomUUID(), type, 1, payload);
  }

  /** The same into the log of any database. */
  static long smuggle(String url, String subject, UUID id, String type, int revision, String payload) {
    try (HikariDataSource database = TestPostgres.pool(url, 2);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      Outcome outcome = log.append(Append.of(new NewEvent(id, null, null, subject, type, revision,
          Instant.parse("2026-03-01T00:00:00Z"), payload, EventDecoder.encode(Metadata.NONE))));
      return ((Outcome.Appended) outcome).last();
    }
  }

  abstract Sides start(Map<String, Object> properties);

  /** What runs in its processes. */
  synchronized List<ConfigurableApplicationContext> contexts() {
    client();
    return contexts;
  }

  URI run(Map<String, Object> properties, Class<?> side) {
    // It ends with the JVM: closed while the database ends, it would wait for that in vain.
    ConfigurableApplicationContext context = new SpringApplicationBuilder(side, TestTokens.class)
        .registerShutdownHook(false).properties(properties).run();
    contexts.add(context);
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    return URI.create("http://127.0.0.1:" + port);
  }

  private static Map<String, Object> properties() {
    try {
      Path folder = Files.createTempDirectory("anamnesis");
      Map<String, Object> properties = new LinkedHashMap<>();
      try (HikariDataSource database = TestPostgres.shared().freshDatabase()) {
        properties.put("anamnesis.db.url", database.getJdbcUrl());
      }
      properties.put("server.port", 0);
      properties.put("anamnesis.kek-file", folder.resolve("kek.json").toString());
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
