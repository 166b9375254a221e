package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
  private final Messages messages = Messages.of(new MessageBundle("io/anamnesis/web/messages"));

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void every_problem_has_a_title_and_a_detail_in_every_language(ProblemType type) {
    for (Language language : Language.values()) {
      assertThat(messages.text(language, "problem." + type.code() + ".title")).isNotBlank();
      assertThat(messages.text(language, "problem." + type.code() + ".detail")).isNotBlank();
    }
  }

  @Test
  void arguments_stand_where_the_text_wants_them() {
    assertThat(messages.text(Language.EN, "problem.internal.detail", "7")).contains("under the number 7.");
  }

  @Test
  void a_key_without_a_text_is_a_fault_of_ours() {
    assertThatThrownBy(() -> messages.text(Language.EN, "no.such.key")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void languages_with_other_keys_refuse_to_start() {
    assertThatThrownBy(() -> Messages.of(new MessageBundle("io/anamnesis/web/lopsided")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("same keys");
  }

  @Test
  void a_key_that_a_language_has_twice_refuses_to_start() {
    assertThatThrownBy(() -> Messages.of(new MessageBundle("io/anamnesis/web/repeated")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("repeated_en.properties has the key second");
  }

  @Test
  void an_apostrophe_that_would_vanish_refuses_to_start() {
    assertThatThrownBy(() -> Messages.of(new MessageBundle("io/anamnesis/web/apostrophe")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("apostrophe_en.properties has an apostrophe in second");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', nullValues = "-", value = {"-|ZH_CN", "''|ZH_CN", "en|EN", "en-GB|EN", "zh-TW|ZH_CN",
      "fr|ZH_CN", "fr, en;q=0.5|EN", "en;q=0.1, zh;q=0.9|ZH_CN", "*|ZH_CN", "en;q=0|ZH_CN", "%%|ZH_CN", "EN|EN"})
  void the_readers_language_is_the_best_that_is_spoken_here(String header, Language language) {
    assertThat(Language.of(header)).isEqualTo(language);
  }
}
