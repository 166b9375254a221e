package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A new key-encryption key under the hands of who uses the old one, and the end of that. */
class KekRotationTest {
  private static final ObjectNode CLEAR = (ObjectNode) EventCodec.mapper().readTree("{\"a\":\"b\"}");
  private static final String ALL_WRAPPED = """
      select encode(substring(wrapped from 1 for 5), 'hex') from keys.person_key where wrapped is not null
      union all select encode(substring(wrapped from 1 for 5), 'hex') from keys.site_key""";

  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;
  private TinkPersonalData personal;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("kek.json");
    personal = TinkPersonalData.open(database, kek);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void every_key_is_wrapped_anew_and_the_old_one_is_gone() throws IOException, SQLException {
    List<String> persons = IntStream.range(0, 1_100).mapToObj(number -> "C-" + number).toList();
    personal.prepare(persons);
    ObjectNode sealed = personal.seal("C-7", Place.underWay("x.any"), CLEAR);
    String index = personal.pseudonym("C-7");
    Path oldKek = Files.copy(kek, folder.resolve("old.json"), StandardCopyOption.COPY_ATTRIBUTES);
    List<Long> progress = new ArrayList<>();

    long rewrapped = rotate(progress);

    assertThat(rewrapped).isEqualTo(2 * 1_100 + 4);
    assertThat(progress).isSorted().hasSizeGreaterThan(3).endsWith(rewrapped);
    assertThat(KeysUnderTest.rows(database, ALL_WRAPPED)).hasSize(2 * 1_100 + 4)
        .allMatch(prefix -> prefix.equals(prefix()));
    TinkPersonalData restarted = TinkPersonalData.open(database, kek);
    assertThat(restarted.unseal("C-7", sealed)).isEqualTo(CLEAR);
    assertThat(restarted.pseudonym("C-7")).isEqualTo(index);
    KeyStore old = new KeyStore(database, new KekSource.InFile(oldKek), KeyStore.listBeside(kek));
    assertThatThrownBy(() -> TinkPersonalData.open(old)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not the one that wrapped it");
  }

  @Test
  void a_process_that_runs_opens_what_was_rewrapped_and_wraps_by_the_new_key() throws SQLException {
    SubjectKeys running = KeysUnderTest.open(KeyStore.of(database, kek), 0);
    byte[] sealed = running.need("C-1", KeyKind.RECORD).orElseThrow().seal(new byte[]{1}, KeysUnderTest.PLACE);

    rotate(new ArrayList<>());

    byte[] fresh = running.need("C-2", KeyKind.RECORD).orElseThrow().seal(new byte[]{2}, KeysUnderTest.PLACE);
    assertThat(running.need("C-1", KeyKind.RECORD).orElseThrow().open(sealed, KeysUnderTest.PLACE)).containsExactly(1);
    assertThat(KeysUnderTest.rows(database, ALL_WRAPPED)).allMatch(prefix -> prefix.equals(prefix()));
    SubjectKeys restarted = keys();
    assertThat(restarted.find("C-2", KeyKind.RECORD).orElseThrow().open(fresh, KeysUnderTest.PLACE)).containsExactly(2);
  }

  @Test
  void a_process_that_cannot_read_the_new_key_makes_none_by_the_old() throws IOException {
    KekSource text = new KekSource.InText(Files.readString(kek));
    SubjectKeys frozen = KeysUnderTest.open(new KeyStore(database, text, KeyStore.listBeside(kek)), 10);
    rotate(new ArrayList<>());
    assertThatThrownBy(() -> frozen.need("C-1", KeyKind.RECORD)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was rotated");
    assertThat(personal.personKeys().state("C-1", KeyKind.RECORD)).isEqualTo(KeyState.NEVER);
  }

  @Test
  void a_destroyed_key_is_not_rewrapped_and_old_backups_of_the_rest_stay_closed() throws SQLException {
    personal.prepare(List.of("C-1"));
    KeysUnderTest.execute(database,
        "create table before_rotation as select subject, kind, wrapped from keys.person_key");
    personal.personKeys().destroy("C-1", KeyKind.CONTACT);
    rotate(new ArrayList<>());
    assertThat(personal.personKeys().state("C-1", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);

    KeysUnderTest.execute(database, """
        update keys.person_key stored set wrapped = old.wrapped from before_rotation old
        where old.subject = stored.subject and old.kind = stored.kind and stored.wrapped is not null""");
    SubjectKeys restored = keys();
    assertThatThrownBy(() -> restored.find("C-1", KeyKind.RECORD)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not open");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_rotation_that_died_at_any_step_goes_on_when_it_is_asked_for_again(boolean afterwards) throws SQLException {
    Map<String, byte[]> sealed = new HashMap<>();
    boolean died = true;
    int steps = 0;
    for (int step = 1; died; step++) {
      UnsteadyDatabase unsteady = new UnsteadyDatabase(database);
      unsteady.dieAt(step, afterwards);
      died = died(new KekRotation(unsteady.database(), kek));
      String person = "C-" + step;
      SubjectKeys meanwhile = keys();
      sealed.put(person, meanwhile.need(person, KeyKind.RECORD).orElseThrow().seal(new byte[]{1}, KeysUnderTest.PLACE));
      sealed.forEach(
          (name, text) -> assertThat(meanwhile.find(name, KeyKind.RECORD).orElseThrow().open(text, KeysUnderTest.PLACE))
              .as("%s after a death at step %s", name, person).containsExactly(1));

      rotate(new ArrayList<>());

      assertThat(KeysUnderTest.rows(database, ALL_WRAPPED)).as("step %d", step)
          .allMatch(prefix -> prefix.equals(prefix()));
      steps = step;
    }
    assertThat(steps).isGreaterThan(8);
  }

  @Test
  void keys_that_are_made_and_destroyed_during_a_rotation_are_what_they_would_be_without_it() throws Exception {
    SubjectKeys running = keys();
    PersonKeys keys = personal.personKeys();
    Thread maker = Thread.ofVirtual().start(() -> {
      for (int person = 0; person < 45; person++) {
        running.need("C-" + person, KeyKind.RECORD);
        if (person % 3 == 0) {
          keys.destroy("C-" + person, KeyKind.RECORD);
        }
      }
    });
    do {
      rotate(new ArrayList<>());
    } while (maker.isAlive());
    maker.join();
    rotate(new ArrayList<>());
    SubjectKeys restarted = keys();
    for (int person = 0; person < 45; person++) {
      assertThat(restarted.find("C-" + person, KeyKind.RECORD).isPresent()).as("C-%d", person)
          .isEqualTo(person % 3 != 0);
    }
  }

  /** Of a process that was just started. */
  private SubjectKeys keys() {
    return KeysUnderTest.open(KeyStore.of(database, kek), 10);
  }

  private static boolean died(KekRotation rotation) {
    try {
      rotation.run(rewrapped -> {});
      return false;
    } catch (io.anamnesis.eventstore.LogUnavailable died) {
      return true;
    }
  }

  private long rotate(List<Long> progress) {
    // The server may need a moment to notice that the one before died.
    return await().ignoreExceptionsMatching(busy -> String.valueOf(busy.getMessage()).contains("rotated already"))
        .until(() -> new KekRotation(database, kek).run(progress::add), done -> true);
  }

  private String prefix() {
    return java.util.HexFormat.of()
        .formatHex(KeyEncryptionKey.open(new KekSource.InFile(kek), true).wrapper().prefix());
  }
}
