package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list outside of the database, and what a start makes of it. */
class ErasureListTest {
  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;
  private Path list;
  private PersonKeys keys;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("kek.json");
    list = folder.resolve("kek-erasures.list");
    TinkPersonalData personal = TinkPersonalData.open(database, kek);
    personal.prepare(List.of("C-4711", "C-4712", "C-4713"));
    keys = personal.personKeys();
    keys.destroy("C-4711", KeyKind.CONTACT);
    keys.destroy("C-4711", KeyKind.RECORD);
    keys.destroy("C-4712", KeyKind.CONTACT);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void it_has_a_line_for_each_destroyed_key_and_names_nobody() throws IOException {
    List<String> lines = Files.readAllLines(list);
    assertThat(lines).hasSize(4);
    assertThat(lines.subList(1, 4)).allMatch(line -> line
        .matches("[123] 20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z (contact|record) [\\w-]{43} [\\w-]{43}"));
    assertThat(Files.readString(list)).doesNotContain("4711", "4712");
    assertThat(Files.getPosixFilePermissions(list)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_line_that_a_dying_process_left_half_written_is_none() throws IOException {
    String before = Files.readString(list);
    Files.writeString(list, "4 2026-11-27T00:", StandardOpenOption.APPEND);

    PersonKeys reopened = reopen();
    reopened.destroy("C-4713", KeyKind.RECORD);

    assertThat(Files.readString(list)).startsWith(before).matches("(?s).*\\n4 [^\\n]*\\n")
        .doesNotContain("4 2026-11-27T00:4");
    assertThat(reopen().state("C-4713", KeyKind.RECORD)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void who_has_read_before_another_added_a_line_does_not_cut_it_off() throws IOException {
    ErasureList late = KeysUnderTest.list(database, kek);
    ErasureList.Contents read = late.read();
    keys.destroy("C-4713", KeyKind.CONTACT);
    String before = Files.readString(list);

    assertThatThrownBy(() -> late.append(read, Instant.parse("2026-11-27T00:00:00Z"), KeyKind.RECORD, "mark"))
        .isInstanceOf(LogUnavailable.class).hasRootCauseInstanceOf(ConcurrentModificationException.class);

    assertThat(Files.readString(list)).isEqualTo(before);
    assertThat(reopen().state("C-4713", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void a_list_that_was_lost_or_cut_or_changed_refuses_the_start() throws IOException {
    List<String> lines = Files.readAllLines(list);
    Files.delete(list);
    refuses("is missing, and 3 keys were destroyed");
    write(lines.subList(0, 3));
    refuses("has 2 lines, and 3 keys were destroyed");
    write(List.of());
    refuses("not of this key store");
    ErasureList reading = KeysUnderTest.list(database, kek);
    for (int line = 0; line < lines.size(); line++) {
      for (int at = 0; at < lines.get(line).length(); at++) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(line, otherAt(lines.get(line), at));
        write(changed);
        assertThatThrownBy(reading::read).as("line %d, %d", line, at).isInstanceOf(IllegalStateException.class);
      }
    }
    write(List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3)));
    refuses("was changed");
    write(lines);
    assertThat(reopen().state("C-4711", KeyKind.RECORD)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void a_list_that_tells_of_other_keys_than_the_database_refuses_the_start() throws IOException, SQLException {
    byte[] first = Files.readAllBytes(list);
    KeysUnderTest.asAfterARestore(database, "delete from keys.erasure where number = 3");
    Files.write(list, List.of(Files.readAllLines(list).get(0), Files.readAllLines(list).get(1),
        Files.readAllLines(list).get(2)));
    reopen().destroy("C-4713", KeyKind.CONTACT);
    Files.write(list, first);
    refuses("does not tell of the keys that were destroyed here");
  }

  @Test
  void a_list_of_another_key_store_refuses_the_start() {
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      assertThatThrownBy(() -> TinkPersonalData.open(elsewhere, kek)).isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("not of this key store");
    }
  }

  @Test
  void a_running_process_destroys_nothing_without_its_list() throws IOException {
    List<String> lines = Files.readAllLines(list);
    write(lines.subList(0, 2));
    assertThatThrownBy(() -> keys.destroy("C-4713", KeyKind.CONTACT)).isInstanceOf(IllegalStateException.class);
    assertThat(keys.state("C-4713", KeyKind.CONTACT)).isEqualTo(KeyState.ACTIVE);
    write(lines);
    keys.destroy("C-4713", KeyKind.CONTACT);
    assertThat(keys.state("C-4713", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void a_lost_list_is_written_anew_from_what_the_database_knows_to_the_byte() throws IOException {
    String before = Files.readString(list);
    Files.delete(list);
    assertThat(ErasureListRecovery.rewrite(KeyStore.of(database, kek))).isEqualTo(3);
    assertThat(Files.readString(list)).isEqualTo(before);
    assertThat(reopen().state("C-4712", KeyKind.CONTACT)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void a_lost_list_refuses_the_start_also_where_the_database_knows_of_no_erasure() throws IOException {
    KeysUnderTest.asAfterARestore(database, "delete from keys.erasure");
    Files.delete(list);
    assertThatThrownBy(() -> TinkPersonalData.open(database, kek)).isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is missing").hasMessageContaining("older backup").hasMessageContaining("keys list");
    assertThat(list).doesNotExist();
    assertThat(ErasureListRecovery.rewrite(KeyStore.of(database, kek))).isZero();
    TinkPersonalData.open(database, kek);
  }

  @Test
  void a_list_is_made_while_nobody_has_a_key() throws IOException {
    try (HikariDataSource fresh = TestPostgres.shared().freshDatabase()) {
      Path other = folder.resolve("other.json");
      TinkPersonalData.open(fresh, other);
      Path made = folder.resolve("other-erasures.list");
      Files.delete(made);
      TinkPersonalData.open(fresh, other);
      assertThat(made).exists();
    }
  }

  @Test
  void a_list_is_made_for_keys_of_a_build_that_kept_none() throws IOException {
    String before = Files.readString(list);
    KeysUnderTest.execute(database, "drop table keys.erasure, keys.wrapping", "drop function keys.refuse_change",
        "alter table keys.person_key drop column restriction, drop column restricted_at, drop column destroyed_at",
        "delete from keys.person_key where wrapped is null",
        "delete from keys.flyway_schema_history where version in ('2', '3')");
    Files.delete(list);
    TinkPersonalData.open(database, kek);
    assertThat(Files.readString(list)).isEqualTo(before.substring(0, before.indexOf('\n') + 1));
  }

  @Test
  void a_database_that_holds_no_keys_gets_none_by_who_asks_for_its_list() throws SQLException {
    try (HikariDataSource elsewhere = TestPostgres.shared().freshDatabase()) {
      assertThatThrownBy(() -> ErasureListRecovery.rewrite(KeyStore.of(elsewhere, kek)))
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("holds no keys");
      assertThatThrownBy(() -> new KekRotation(elsewhere, kek).run(rewrapped -> {}))
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("holds no keys");
      assertThat(KeysUnderTest.rows(elsewhere, "select nspname from pg_namespace where nspname = 'keys'")).isEmpty();
    }
    KeysUnderTest.execute(database, "drop table keys.erasure cascade");
    assertThatThrownBy(() -> new KekRotation(database, kek).run(rewrapped -> {}))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("start the service");
  }

  @Test
  void a_list_that_is_there_is_not_written_over() throws IOException {
    String before = Files.readString(list);
    assertThatThrownBy(() -> ErasureListRecovery.rewrite(KeyStore.of(database, kek)))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("move it away");
    assertThat(Files.readString(list)).isEqualTo(before);
  }

  private PersonKeys reopen() {
    return KeysUnderTest.personKeys(KeyStore.of(database, kek));
  }

  private void refuses(String message) {
    assertThatThrownBy(this::reopen).isInstanceOf(IllegalStateException.class).hasMessageContaining(message)
        .hasMessageContaining("restore");
  }

  private void write(List<String> lines) throws IOException {
    if (!Files.exists(list)) {
      Files.createFile(list, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(list, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  private static String otherAt(String line, int at) {
    char other = line.charAt(at) == '7' ? '8' : '7';
    return line.substring(0, at) + other + line.substring(at + 1);
  }
}
