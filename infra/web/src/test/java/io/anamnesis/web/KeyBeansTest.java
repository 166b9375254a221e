package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.personal.KekSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Where the key-encryption key and the erasure list are looked for. */
class KeyBeansTest {
  @Test
  void a_key_encryption_key_comes_from_a_file_or_from_the_environment() {
    assertThat(KeyBeans.source("/keys/kek.json", "")).isEqualTo(new KekSource.InFile(Path.of("/keys/kek.json")));
    assertThat(KeyBeans.source("", "{}")).isEqualTo(new KekSource.InText("{}")).hasToString("InText");
  }

  @Test
  void none_or_two_of_them_are_refused_naming_the_settings_and_not_what_they_hold() {
    assertThatThrownBy(() -> KeyBeans.source("", " ")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ANAMNESIS_KEK_FILE");
    assertThatThrownBy(() -> KeyBeans.source("/keys/kek.json", "{\"secret\":1}"))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("not both").hasMessageNotContaining("secret");
  }

  @Test
  void the_erasure_list_is_beside_the_file_unless_it_is_named() {
    assertThat(KeyBeans.list("/keys/kek.json", "")).isEqualTo(Path.of("/keys/kek-erasures.list"));
    assertThat(KeyBeans.list("/keys/kek.json", "/lists/erasures")).isEqualTo(Path.of("/lists/erasures"));
    assertThatThrownBy(() -> KeyBeans.list("", "")).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ANAMNESIS_ERASURE_LIST");
  }
}
