package io.anamnesis.query;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

import io.anamnesis.eventstore.TestPostgres;

/** What must be configured is said in words, at the start. */
class StartTest {
  /** Asked at the first token only. */
  private static final String ISSUER = "http://localhost:1/issuer";

  @TempDir
  Path folder;

  private static void start(Map<String, Object> properties) {
    new SpringApplicationBuilder(QuerySide.class).properties(properties).run("--server.port=0").close();
  }

  @Test
  void without_a_database_it_refuses_to_start() {
    assertThatThrownBy(() -> start(Map.of("anamnesis.issuer-uri", ISSUER))).rootCause()
        .hasMessageContaining("ANAMNESIS_DB_URL");
  }

  @Test
  void without_an_issuer_it_refuses_to_start() {
    try (var database = TestPostgres.shared().freshDatabase()) {
      assertThatThrownBy(() -> start(
          Map.of("anamnesis.db.url", database.getJdbcUrl(), "anamnesis.kek-file", folder.resolve("kek").toString())))
          .rootCause().hasMessageContaining("ANAMNESIS_ISSUER_URI");
    }
  }

  @Test
  void without_a_key_file_it_refuses_to_start() {
    try (var database = TestPostgres.shared().freshDatabase()) {
      assertThatThrownBy(() -> start(
          Map.of("anamnesis.db.url", database.getJdbcUrl(), "anamnesis.issuer-uri", ISSUER))).rootCause()
          .hasMessageContaining("ANAMNESIS_KEK_FILE");
    }
  }
}
