package io.anamnesis.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.eventstore.personal.KekSource;
import io.anamnesis.web.KeyBeans.TokenSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the key-encryption key and the erasure list are looked for. */
class KeyBeansTest {
  @Test
  void a_key_encryption_key_comes_from_a_file_or_from_the_environment() {
    assertThat(KeyBeans.source("/keys/kek.json", "", TokenSettings.NONE))
        .isEqualTo(new KekSource.InFile(Path.of("/keys/kek.json")));
    assertThat(KeyBeans.source("", "{}", TokenSettings.NONE)).isEqualTo(new KekSource.InText("{}"))
        .hasToString("InText");
  }

  @Test
  void or_from_a_token_whose_pin_is_in_a_file_or_the_environment_and_in_no_text() throws IOException {
    Path pin = Files.createTempFile("pin", "");
    Files.writeString(pin, "4711\n");
    KekSource expected = new KekSource.InToken(Path.of("/lib/p11.so"), 7L, "kek", "4711");
    assertThat(KeyBeans.source("", "", new TokenSettings("/lib/p11.so", "7", "kek", pin.toString(), "")))
        .isEqualTo(expected).asString().doesNotContain("4711");
    assertThat(KeyBeans.source("", "", new TokenSettings("/lib/p11.so", "", "kek", "", "4711")))
        .isEqualTo(new KekSource.InToken(Path.of("/lib/p11.so"), null, "kek", "4711"));
    assertThat(new TokenSettings("/lib/p11.so", "", "", "", "4711")).asString().doesNotContain("4711");
    for (TokenSettings wrong : List.of(new TokenSettings("/lib/p11.so", "", "", "", ""),
        new TokenSettings("/lib/p11.so", "", "", pin.toString(), "4711"))) {
      assertThatThrownBy(() -> KeyBeans.source("", "", wrong)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ANAMNESIS_KEK_PKCS11_PIN_FILE").hasMessageNotContaining("4711");
    }
    assertThatThrownBy(() -> KeyBeans.source("", "", new TokenSettings("/lib/p11.so", "", "", "", "4711")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("ANAMNESIS_KEK_PKCS11_LABEL");
    assertThatThrownBy(() -> KeyBeans.source("", "", new TokenSettings("/lib/p11.so", "first", "kek", "", "4711")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("ANAMNESIS_KEK_PKCS11_SLOT");
    assertThatThrownBy(() -> KeyBeans.source("/k", "", new TokenSettings("/lib/p11.so", "7", "", "", "4711")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("ANAMNESIS_KEK_PKCS11_LIBRARY");
  }

  @Test
  void none_or_two_of_them_are_refused_naming_the_settings_and_not_what_they_hold() {
    assertThatThrownBy(() -> KeyBeans.source("", " ", TokenSettings.NONE)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ANAMNESIS_KEK_FILE");
    assertThatThrownBy(() -> KeyBeans.source("/keys/kek.json", "{\"secret\":1}", TokenSettings.NONE))
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
