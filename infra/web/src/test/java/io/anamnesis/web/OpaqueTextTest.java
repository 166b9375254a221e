package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens and cursors: what was given out is read back, anything else is told to be wrong by name. */
class OpaqueTextTest {

  @Test
  void a_token_is_read_back() {
    assertThat(new ConsistencyToken(42).text()).isEqualTo("1-42");
    assertThat(ConsistencyToken.parse(new ConsistencyToken(0).text())).isEqualTo(new ConsistencyToken(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "1-", "1-x", "1-042", "2-1", "1--1", " 1-1", "1-9999999999999999999"})
  void a_malformed_token_is_invalid_and_names_the_header(String text) {
    assertThatThrownBy(() -> ConsistencyToken.parse(text)).isInstanceOfSatisfying(ProblemException.class, refused -> {
      assertThat(refused.problem().type()).isEqualTo(ProblemType.INVALID);
      assertThat(refused.problem().field()).isEqualTo("Consistency-Token");
    });
  }

  @Test
  void a_cursor_is_read_back() {
    Cursor cursor = new Cursor(123_456_789_012L, 3);
    assertThat(Cursor.parse(cursor.text())).isEqualTo(cursor);
    assertThat(cursor.text()).matches("[A-Za-z0-9_-]+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "!", "AAAA", "MTox", "1:1:1", "MTotMTow", "é"})
  void a_malformed_cursor_is_invalid_and_says_so(String text) {
    assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOfSatisfying(ProblemException.class,
        refused -> assertThat(refused.problem().field()).isEqualTo("cursor"));
  }

  @Test
  void types_of_problems_are_stable_words() {
    assertThat(ProblemType.UNKNOWN_CUSTOMER.type()).isEqualTo("/problems/unknown-customer");
    assertThat(ProblemType.UNKNOWN_CUSTOMER.code()).isEqualTo("unknown-customer");
  }
}
