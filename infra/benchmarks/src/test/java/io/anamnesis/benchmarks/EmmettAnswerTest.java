package io.anamnesis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class EmmettAnswerTest {
  private static final UUID EVENT = UUID.fromString("6d1f7a52-2a6c-4b0e-9a52-0f6f2c6a7d11");

  @Test
  void each_line_of_the_program_is_understood() {
    assertThat(EmmettAnswer.parse("ready")).isEqualTo(new EmmettAnswer.Ready());
    assertThat(EmmettAnswer.parse("appended 1234 3.002")).isEqualTo(new EmmettAnswer.Appended(1234, 3.002));
    assertThat(EmmettAnswer.parse("recorded " + EVENT)).isEqualTo(new EmmettAnswer.Settled(EVENT, true));
    assertThat(EmmettAnswer.parse("refused " + EVENT)).isEqualTo(new EmmettAnswer.Settled(EVENT, false));
    assertThat(EmmettAnswer.parse("read " + EVENT)).isEqualTo(new EmmettAnswer.Read(EVENT));
  }

  @Test
  void any_other_line_is_refused() {
    assertThatThrownBy(() -> EmmettAnswer.parse("Error: no connection")).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no connection");
  }
}
