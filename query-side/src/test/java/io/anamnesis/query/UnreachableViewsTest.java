package io.anamnesis.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import com.zaxxer.hikari.HikariDataSource;

import io.anamnesis.query.RunningQuerySide.Answer;

/** The query side while the log can be read and the views cannot. */
class UnreachableViewsTest {

  @Test
  void a_view_that_cannot_be_read_just_now_is_503_and_may_be_asked_again() {
    try (RunningQuerySide side = new RunningQuerySide()) {
      side.fact("C-1", "signin.made", "2026-01-01T00:00:00Z", "{}");
      assertThat(side.get("staff", "/api/v1/customers/C-1/points").status()).isEqualTo(200);
      side.bean(HikariDataSource.class).close();

      Answer answer = side.getAtOnce("staff", "/api/v1/customers/C-1/points");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("code").stringValue()).isEqualTo("unavailable");
      assertThat(answer.header("Retry-After")).isNotNull();
    }
  }
}
