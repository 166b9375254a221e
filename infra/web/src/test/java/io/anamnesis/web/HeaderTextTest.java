package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HeaderTextTest {

  @Test
  void what_was_sent_as_utf_8_is_read_as_it_was_written() {
    assertThat(HeaderText.of(asServersReadIt("处理投诉"))).isEqualTo("处理投诉");
    assertThat(HeaderText.of(" a complaint ")).isEqualTo("a complaint");
  }

  @Test
  void what_is_no_utf_8_is_left_as_it_is() {
    assertThat(HeaderText.of("Beschwerde über Gebühr")).isEqualTo("Beschwerde über Gebühr");
  }

  @Test
  void space_states_nothing() {
    assertThat(HeaderText.of("  ")).isNull();
    assertThat(HeaderText.of(asServersReadIt("\u3000"))).as("what the space bar gives in Chinese").isNull();
    assertThat(HeaderText.of(null)).isNull();
  }

  @Test
  void control_characters_are_told_from_the_bytes_of_other_scripts() {
    assertThat(HeaderText.isPrintable(asServersReadIt("处理投诉\tzum Gebührenbescheid"))).isTrue();
    assertThat(HeaderText.isPrintable("")).isTrue();
    assertThat(HeaderText.isPrintable(asServersReadIt("处理\r\n投诉"))).isFalse();
    assertThat(HeaderText.isPrintable(asServersReadIt("\u0085"))).isFalse();
    assertThat(HeaderText.isPrintable("\u0085")).as("no UTF-8").isFalse();
  }

  private static String asServersReadIt(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
