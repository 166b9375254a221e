package io.anamnesis.standalone.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.SoftHsm;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.KekSource;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.eventstore.personal.Place;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What an administrator types, of a key store that the environment names. */
class KeysCommandTest {
  private static final ObjectNode CLEAR = (ObjectNode) EventCodec.mapper().readTree("{\"a\":\"b\"}");

  @TempDir
  Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path kek;
  private Path list;
  private TinkPersonalData personal;

  @BeforeEach
  void open() {
    kek = folder.resolve("kek.json");
    list = folder.resolve("kek-erasures.list");
    personal = TinkPersonalData.open(database, kek);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void rotate_gives_the_token_a_new_key_and_says_no_pin() throws IOException {
    KekSource.InToken token = SoftHsm.token();
    Path pin = folder.resolve("pin");
    new PrivateFile(pin, "the PIN").create(SoftHsm.PIN + "\n");
    try (HikariDataSource other = TestPostgres.shared().freshDatabase()) {
      KeyStore store = new KeyStore(other, token, folder.resolve("token-erasures.list"));
      ObjectNode sealed = TinkPersonalData.open(store).seal("C-1", Place.underWay("x.any"), CLEAR);
      Map<String, String> environment = new HashMap<>(Map.of("ANAMNESIS_DB_URL", other.getJdbcUrl(),
          "ANAMNESIS_KEK_PKCS11_LIBRARY", token.library().toString(), "ANAMNESIS_KEK_PKCS11_SLOT",
          String.valueOf(token.slot()), "ANAMNESIS_KEK_PKCS11_LABEL", token.label(), "ANAMNESIS_KEK_PKCS11_PIN_FILE",
          pin.toString(), "ANAMNESIS_ERASURE_LIST", store.erasureList().toString()));

      assertThat(command(environment).run(List.of("rotate"))).as(told()).isZero();
      assertThat(told()).contains("in the token", "wraps all of 6 keys").doesNotContain(SoftHsm.PIN);
      assertThat(TinkPersonalData.open(store).unseal("C-1", sealed)).isEqualTo(CLEAR);

      environment.put("ANAMNESIS_KEK_FILE", kek.toString());
      assertThat(command(environment).run(List.of("rotate"))).isEqualTo(2);
      assertThat(told()).contains("one of them is expected");
    }
  }

  private KeysCommand command(Map<String, String> environment) {
    return new KeysCommand(new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8), environment);
  }

  @Test
  void rotate_gives_the_file_a_new_key_and_names_none() throws IOException {
    String before = Files.readString(kek);
    ObjectNode sealed = personal.seal("C-1", Place.underWay("x.any"), CLEAR);

    assertThat(run("rotate")).as(told()).isZero();

    assertThat(Files.readString(kek)).isNotEqualTo(before);
    assertThat(TinkPersonalData.open(database, kek).unseal("C-1", sealed)).isEqualTo(CLEAR);
    assertThat(told()).contains("wraps all of 6 keys").doesNotContain("C-1", "keyData");
  }

  @Test
  void list_writes_what_was_lost_and_nothing_else() throws IOException {
    personal.personKeys().destroy("C-1", KeyKind.RECORD);
    String before = Files.readString(list);
    assertThat(run("list")).isEqualTo(KeysCommand.REFUSED);
    assertThat(told()).contains("move it away first");

    Files.delete(list);
    assertThat(run("list")).as(told()).isZero();

    assertThat(Files.readString(list)).isEqualTo(before);
  }

  @Test
  void wrong_words_and_what_is_not_reached_end_with_2() {
    assertThat(run("destroy")).isEqualTo(KeysCommand.COULD_NOT_RUN);
    assertThat(run("rotate", "list")).isEqualTo(KeysCommand.COULD_NOT_RUN);
    assertThat(run("rotate", "--data-dir", folder.resolve("none").toString())).isEqualTo(KeysCommand.COULD_NOT_RUN);
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void a_database_without_keys_is_told_from_one_that_does_not_answer() {
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      for (String act : List.of("rotate", "list")) {
        assertThat(ask(elsewhere.getJdbcUrl(), List.of(act))).isEqualTo(KeysCommand.REFUSED);
      }
    }
    assertThat(told()).contains("this database holds no keys").doesNotContain("does not answer");
  }

  private int run(String... words) {
    return ask(database.getJdbcUrl(), List.of(words));
  }

  private int ask(String url, List<String> words) {
    return new KeysCommand(printing(out), printing(err),
        Map.of("ANAMNESIS_DB_URL", url, "ANAMNESIS_KEK_FILE", kek.toString())).run(words);
  }

  private String told() {
    return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream printing(ByteArrayOutputStream to) {
    return new PrintStream(to, true, StandardCharsets.UTF_8);
  }
}
