package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A process that dies at any step of destroying a key: either nothing was done, or it is completed. */
class InterruptedErasureTest {
  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;
  private TinkPersonalData sound;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("kek.json");
    sound = TinkPersonalData.open(database, kek);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_on_the_list_is_destroyed_at_the_next_start_wherever_a_process_died(boolean afterwards)
      throws IOException, SQLException {
    int listed = 0;
    boolean died = true;
    for (int step = 1; died; step++) {
      String person = "C-" + step;
      ObjectNode sealed = sound.seal(person, Place.underWay("x.any"), json("{'a':'b'}"));
      UnsteadyDatabase unsteady = new UnsteadyDatabase(database);
      PersonKeys dying = KeysUnderTest.personKeys(KeyStore.of(unsteady.database(), kek));
      unsteady.dieAt(step, afterwards);
      destroy(dying, person);
      died = unsteady.hasDied();

      TinkPersonalData restarted = TinkPersonalData.open(database, kek);

      boolean onTheList = listedKeys() > listed;
      assertThat(restarted.personKeys().state(person, KeyKind.RECORD)).as("step %d", step)
          .isEqualTo(onTheList ? KeyState.DESTROYED : KeyState.ACTIVE);
      assertThat(restarted.unseal(person, sealed).path("a").isNull()).as("step %d", step).isEqualTo(onTheList);
      restarted.personKeys().destroy(person, KeyKind.RECORD);
      assertThat(restarted.unseal(person, sealed).path("a").isNull()).as("step %d", step).isTrue();
      listed++;
      assertThat(listedKeys()).as("step %d", step).isEqualTo(listed);
      assertThat(KeysUnderTest.rows(database, "select number::text from keys.erasure")).hasSize(listed);
    }
    assertThat(listed).as("steps").isGreaterThan(5);
  }

  @Test
  void what_another_process_left_on_the_list_is_completed_by_the_next_that_destroys_a_key() throws IOException {
    sound.prepare(List.of("C-1", "C-2"));
    leaveOnTheList("C-1");

    sound.personKeys().destroy("C-2", KeyKind.RECORD);

    assertThat(sound.personKeys().state("C-1", KeyKind.RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(listedKeys()).isEqualTo(2);
  }

  @Test
  void a_person_whom_the_list_alone_knows_never_gets_a_key() throws SQLException {
    leaveOnTheList("C-1");
    TinkPersonalData restarted = TinkPersonalData.open(database, kek);

    assertThat(restarted.seal("C-1", Place.underWay("x.any"), json("{'a':'b'}"))).isEqualTo(json("{'a':null}"));
    assertThat(restarted.personKeys().state("C-1", KeyKind.RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(restarted.personKeys().state("C-1", KeyKind.CONTACT)).isEqualTo(KeyState.ACTIVE);
    assertThat(KeysUnderTest.rows(database, "select kind from keys.person_key where wrapped is not null"))
        .containsExactly("contact");
  }

  /** As a process that died right after it had written. */
  private void leaveOnTheList(String person) {
    ErasureMarks marks = KeysUnderTest.marks(database, KeyEncryptionKey.open(KeyStore.of(database, kek).kek(), true));
    ErasureList list = KeysUnderTest.list(database, kek);
    list.append(list.read(), java.time.Instant.parse("2026-11-27T00:00:00Z"), KeyKind.RECORD, marks.of(person));
  }

  private static void destroy(PersonKeys keys, String person) {
    try {
      keys.destroy(person, KeyKind.RECORD);
    } catch (LogUnavailable died) {
      // It may be done, or begun, or neither.
    }
  }

  private int listedKeys() throws IOException {
    return Files.readAllLines(folder.resolve("kek-erasures.list")).size() - 1;
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) EventCodec.mapper().readTree(text.replace('\'', '"'));
  }
}
