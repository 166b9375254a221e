package io.anamnesis.command.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionTest {
  private final Mention mention = new Mention("C-1.a");

  @ParameterizedTest
  @ValueSource(strings = {"{\"subject\":\"C-1.a\"}", "{\"data\":{\"other\":\"C-1.a\"}}", "{\"subject\":\"C-1.a\"",
      "C-1.a,Li", "{\"subject\":\"\\u0043-1.a\"}", "{\"text\":\"ask C-1.a, please\"}", "[\"\\\"\",\"C-1.a\"]"})
  void a_number_is_found_wherever_it_stands(String line) {
    assertThat(mention.isIn(line.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"subject\":\"C-1.ab\"}", "{\"subject\":\"XC-1.a\"}", "{\"subject\":\"C-1.a.b\"}",
      "{\"subject\":\"C-1xa\"}", "{\"subject\":\"c-1.a\"}", "", "\\u00zz"})
  void another_number_is_none(String line) {
    assertThat(mention.isIn(line.getBytes(StandardCharsets.UTF_8))).isFalse();
  }

  @Test
  void what_is_no_text_is_looked_through_all_the_same() {
    byte[] line = "\0\1 C-1.a".getBytes(StandardCharsets.ISO_8859_1);
    line[0] = (byte) 0xff;

    assertThat(mention.isIn(line)).isTrue();
  }
}
