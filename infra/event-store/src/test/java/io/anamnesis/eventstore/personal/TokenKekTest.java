package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.SoftHsm;
import io.anamnesis.eventstore.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A key-encryption key that never leaves a token of PKCS#11; on SoftHSM 2, where that is installed. */
class TokenKekTest {
  private static final ObjectNode CLEAR = (ObjectNode) EventCodec.mapper().readTree("{\"a\":\"b\"}");
  private static final String PREFIXES = """
      select encode(substring(wrapped from 1 for 5), 'hex') from keys.person_key where wrapped is not null
      union select encode(substring(wrapped from 1 for 5), 'hex') from keys.site_key""";

  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private KekSource.InToken token;
  private KeyStore store;

  @BeforeEach
  void make() {
    token = SoftHsm.token();
    store = on(token);
  }

  private KeyStore on(KekSource.InToken source) {
    return new KeyStore(database, source, folder.resolve("erasures.list"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private NavigableMap<Integer, SecretKey> inToken() {
    return Token.open(token).keys();
  }

  @Test
  void the_first_start_makes_a_key_that_nobody_can_read_and_every_start_goes_on_with_it() throws SQLException {
    ObjectNode sealed = TinkPersonalData.open(store).seal("C-1", Place.underWay("x.any"), CLEAR);
    assertThat(TinkPersonalData.open(store).unseal("C-1", sealed)).isEqualTo(CLEAR);

    assertThat(inToken()).containsOnlyKeys(1);
    SecretKey key = inToken().get(1);
    assertThat(key.getAlgorithm()).isEqualTo("AES");
    assertThat(key.getEncoded()).as("it does not leave the token").isNull();
    assertThat(key.toString()).contains("token object", "sensitive", "unextractable");
    assertThat(KeysUnderTest.rows(database, PREFIXES)).containsExactly("0200000001");
  }

  @Test
  void two_processes_that_start_at_once_have_one_key() throws Exception {
    try (var starts = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<TinkPersonalData> start = () -> TinkPersonalData.open(store);
      List<Future<TinkPersonalData>> both = starts.invokeAll(List.of(start, start, start));
      ObjectNode sealed = both.getFirst().get().seal("C-1", Place.underWay("x.any"), CLEAR);
      assertThat(both.getLast().get().unseal("C-1", sealed)).isEqualTo(CLEAR);
    }
    assertThat(inToken()).containsOnlyKeys(1);
  }

  @Test
  void a_rotation_destroys_the_old_key_in_the_token_while_processes_run_on() throws SQLException {
    TinkPersonalData personal = TinkPersonalData.open(store);
    ObjectNode sealed = personal.seal("C-1", Place.underWay("x.any"), CLEAR);
    SubjectKeys running = KeysUnderTest.open(store, 0);
    byte[] before = running.need("C-1", KeyKind.RECORD).orElseThrow().seal(new byte[]{1}, KeysUnderTest.PLACE);

    KeyEncryptionKey.Wrapper wrapping = KeyEncryptionKey.open(token, true).wrapper();

    assertThat(new KekRotation(database, token).run(soFar -> {})).isEqualTo(6);

    assertThat(inToken()).containsOnlyKeys(2);
    assertThatThrownBy(() -> wrapping.wrap(new byte[]{1}, new byte[0])).as("destroyed since it was looked at")
        .isInstanceOf(TokenUnavailable.class);
    assertThat(KeysUnderTest.rows(database, PREFIXES)).containsExactly("0200000002");
    assertThat(running.need("C-1", KeyKind.RECORD).orElseThrow().open(before, KeysUnderTest.PLACE)).containsExactly(1);
    assertThat(running.need("C-2", KeyKind.RECORD)).isPresent();
    assertThat(KeysUnderTest.rows(database, PREFIXES)).containsExactly("0200000002");
    assertThat(TinkPersonalData.open(store).unseal("C-1", sealed)).isEqualTo(CLEAR);
  }

  @Test
  void a_rotation_that_ended_in_between_goes_on() throws SQLException {
    ObjectNode sealed = TinkPersonalData.open(store).seal("C-1", Place.underWay("x.any"), CLEAR);
    Token.open(token).generate(2);
    new KekRotation(database, token).run(soFar -> {});
    assertThat(inToken()).containsOnlyKeys(2);
    assertThat(TinkPersonalData.open(store).unseal("C-1", sealed)).isEqualTo(CLEAR);
  }

  @Test
  void what_was_altered_or_wrapped_for_another_does_not_open() throws Exception {
    TinkPersonalData.open(store);
    KeyEncryptionKey key = KeyEncryptionKey.open(token, true);
    byte[] wrapped = key.wrapper().wrap(new byte[]{1, 2}, new byte[]{3});
    assertThat(key.unwrap(wrapped, new byte[]{3})).containsExactly(1, 2);
    assertThat(key.wrapper().wrap(new byte[]{1, 2}, new byte[]{3})).isNotEqualTo(wrapped);
    assertThatThrownBy(() -> key.unwrap(wrapped, new byte[]{4})).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");
    for (int i = 0; i < wrapped.length; i++) {
      byte[] altered = wrapped.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> key.unwrap(altered, new byte[]{3})).as("byte %d", i)
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("does not open");
    }
    assertThat(key.unwrap(wrapped, new byte[]{3})).containsExactly(1, 2);
  }

  @Test
  void what_is_wrong_is_named_by_its_setting_and_the_pin_by_nothing() throws Exception {
    assertRefused(new KekSource.InToken(folder.resolve("none.so"), token.slot(), "kek", "no pin"), "none.so",
        "ANAMNESIS_KEK_PKCS11_LIBRARY");
    assertRefused(new KekSource.InToken(Files.writeString(folder.resolve("text.so"), "text"), 1L, "kek", "no pin"),
        "text.so", "ANAMNESIS_KEK_PKCS11_LIBRARY");
    assertRefused(new KekSource.InToken(token.library(), 815L, "kek", "no pin"), "ANAMNESIS_KEK_PKCS11_SLOT");
    assertRefused(new KekSource.InToken(token.library(), token.slot(), "kek", "no pin"), "ANAMNESIS_KEK_PKCS11_PIN");

    TinkPersonalData.open(store).prepare(List.of("C-1"));
    assertRefused(new KekSource.InToken(token.library(), token.slot(), "other", SoftHsm.PIN), "is missing",
        "other-<number>");
    Token.open(token).destroy(1);
    assertRefused(token, "is missing", "kek-<number>");
  }

  private void assertRefused(KekSource.InToken source, String... words) {
    assertThatThrownBy(() -> TinkPersonalData.open(on(source))).isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(words)
        .satisfies(refused -> assertThat(stack(refused)).doesNotContain(source.pin()));
  }

  private static String stack(Throwable failure) {
    java.io.StringWriter text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  /** SoftHSM itself does not find again what it has lost sight of, so that is as far as it goes here. */
  @Test
  void a_token_that_is_away_is_told_of_as_such() {
    TinkPersonalData.open(store).prepare(List.of("C-1"));
    KeyEncryptionKey key = KeyEncryptionKey.open(token, true);
    byte[] wrapped = key.wrapper().wrap(new byte[]{1}, new byte[0]);
    SubjectKeys running = KeysUnderTest.open(store, 0);
    SoftHsm.away(() -> {
      assertThatThrownBy(() -> key.unwrap(wrapped, new byte[0])).isInstanceOf(TokenUnavailable.class);
      assertThatThrownBy(() -> key.wrapper().wrap(new byte[]{1}, new byte[0])).isInstanceOf(TokenUnavailable.class);
      assertThatThrownBy(() -> running.need("C-2", KeyKind.RECORD)).isInstanceOf(TokenUnavailable.class);
    });
  }
}
