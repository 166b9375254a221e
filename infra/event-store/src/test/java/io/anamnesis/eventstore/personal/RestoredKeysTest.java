package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An older copy of the keys, where the log may be as old and know nothing of an erasure: the list alone tells of it. */
class RestoredKeysTest {
  @TempDir
  Path folder;

  private HikariDataSource database;
  private TinkPersonalData personal;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    personal = reopened();
    personal.prepare(List.of("C-early", "C-other"));
    KeysUnderTest.copy(database, "keys", "backup");
    personal.prepare(List.of("C-late"));
    KeysUnderTest.copy(database, "keys", "newer");
    for (String erased : List.of("C-early", "C-late")) {
      personal.personKeys().restrict(erased);
      personal.personKeys().destroy(erased, KeyKind.CONTACT);
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  private TinkPersonalData reopened() {
    return TinkPersonalData.open(database, folder.resolve("kek.json"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void a_record_that_is_kept_after_an_erasure_is_for_auditors_alone_again(boolean whole) {
    KeysUnderTest.putBack(database, "backup", whole);

    PersonKeys keys = reopened().personKeys();

    assertThat(keys.state("C-early", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
    assertThat(keys.state("C-early", KeyKind.RECORD)).isEqualTo(KeyState.RESTRICTED);
    assertThat(keys.isRestricted("C-early")).isTrue();
    assertThat(keys.state("C-other", KeyKind.RECORD)).isEqualTo(KeyState.ACTIVE);
    assertThat(keys.isRestricted("C-other")).isFalse();
  }

  @Test
  void whoever_is_told_of_again_is_a_record_for_auditors_alone_from_the_first_word_on() {
    KeysUnderTest.putBack(database, "backup", true);
    TinkPersonalData restored = reopened();
    assertThat(restored.personKeys().state("C-late", KeyKind.RECORD)).isEqualTo(KeyState.NEVER);

    restored.prepare(List.of("C-late", "C-new"));

    assertThat(restored.personKeys().state("C-late", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
    assertThat(restored.personKeys().state("C-late", KeyKind.RECORD)).isEqualTo(KeyState.RESTRICTED);
    assertThat(restored.personKeys().isRestricted("C-late")).isTrue();
    assertThat(restored.personKeys().state("C-new", KeyKind.RECORD)).isEqualTo(KeyState.ACTIVE);
  }

  /** With the first copy nobody knows whose mark stands on the list; the second one tells. */
  @Test
  void one_copy_of_the_keys_after_the_other_opens_no_record() {
    KeysUnderTest.putBack(database, "backup", true);
    reopened();
    KeysUnderTest.putBack(database, "newer", false);

    PersonKeys keys = reopened().personKeys();

    assertThat(keys.state("C-late", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
    assertThat(keys.state("C-late", KeyKind.RECORD)).isEqualTo(KeyState.RESTRICTED);
    assertThat(keys.isRestricted("C-late")).isTrue();
  }
}
