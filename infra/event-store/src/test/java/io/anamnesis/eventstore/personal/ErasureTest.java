package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What it means that a key is destroyed, for the process that does it and for the others. */
class ErasureTest {
  private static final byte[] CONTENT = {1};

  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;
  private TinkPersonalData personal;
  private PersonKeys keys;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("kek.json");
    personal = TinkPersonalData.open(database, kek);
    keys = personal.personKeys();
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void what_a_destroyed_key_sealed_is_null_and_what_the_other_sealed_still_opens() {
    ObjectNode sealed = sealedCustomer("C-1");

    keys.destroy("C-1", KeyKind.CONTACT);

    assertThat(personal.unseal("C-1", sealed)).isEqualTo(json("{'name':'王','phone':null,'site':'s'}"));
    assertThat(states("C-1")).containsExactly(KeyState.DESTROYED, KeyState.RESTRICTED);
    assertThat(TinkPersonalData.open(database, kek).unseal("C-1", sealed))
        .isEqualTo(json("{'name':'王','phone':null,'site':'s'}"));
  }

  @Test
  void a_late_fact_about_an_erased_person_is_sealed_without_what_is_personal() {
    sealedCustomer("C-1");
    keys.destroy("C-1", KeyKind.RECORD);

    ObjectNode late = sealedCustomer("C-1");

    assertThat(late.path("name").isNull()).isTrue();
    assertThat(late.path("phone").path("~").stringValue()).startsWith("c.");
    assertThat(late.path("site").stringValue()).isEqualTo("s");
    assertThat(personal.contentMac("C-1", CONTENT)).isEmpty();
    assertThat(personal.seal("C-1", Place.underWay("x.any"), json("{'any':[1,'two']}")))
        .isEqualTo(json("{'any':null}"));
    assertThat(states("C-1")).containsExactly(KeyState.ACTIVE, KeyState.DESTROYED);
  }

  @Test
  void a_key_that_never_was_is_fenced_all_the_same() throws SQLException {
    assertThat(states("C-1")).containsExactly(KeyState.NEVER, KeyState.NEVER);

    keys.destroy("C-1", KeyKind.CONTACT);
    keys.destroy("C-1", KeyKind.RECORD);
    personal.prepare(List.of("C-1", "C-2"));

    assertThat(states("C-1")).containsExactly(KeyState.DESTROYED, KeyState.DESTROYED);
    assertThat(states("C-2")).containsExactly(KeyState.ACTIVE, KeyState.ACTIVE);
    assertThat(rows("select subject from keys.person_key where wrapped is not null")).containsOnly("C-2");
  }

  @Test
  void a_key_is_destroyed_once() throws SQLException {
    Instant first = keys.destroy("C-1", KeyKind.CONTACT);
    assertThat(keys.destroy("C-1", KeyKind.CONTACT)).isEqualTo(first);
    assertThat(TinkPersonalData.open(database, kek).personKeys().destroy("C-1", KeyKind.CONTACT)).isEqualTo(first);
    assertThat(rows("select number || ' ' || kind from keys.erasure")).containsExactly("1 contact");
  }

  @Test
  void restricting_is_for_the_record_alone_and_ends_with_the_key() {
    sealedCustomer("C-1");
    keys.restrict("C-1");
    keys.restrict("C-1");
    assertThat(states("C-1")).containsExactly(KeyState.ACTIVE, KeyState.RESTRICTED);

    keys.restrict("C-2");
    sealedCustomer("C-2");
    assertThat(states("C-2")).as("a person without a key yet").containsExactly(KeyState.ACTIVE, KeyState.RESTRICTED);

    keys.destroy("C-1", KeyKind.RECORD);
    keys.restrict("C-1");
    assertThat(states("C-1")).containsExactly(KeyState.ACTIVE, KeyState.DESTROYED);
  }

  @Test
  void another_process_uses_a_destroyed_key_no_longer_than_was_promised() {
    TinkPersonalData other = TinkPersonalData.open(database, kek);
    ObjectNode sealed = sealedCustomer("C-1");
    ObjectNode neighbours = sealedCustomer("C-2");
    assertThat(other.unseal("C-1", sealed).path("phone").isNull()).isFalse();

    keys.destroy("C-1", KeyKind.CONTACT);

    assertThat(lastSeen(() -> !other.unseal("C-1", sealed).path("phone").isNull())).isLessThan(Lease.LASTS);
    assertThat(other.seal("C-1", Place.underWay("customer.registered"), json("{'phone':'1'}")).path("phone").isNull())
        .isTrue();
    assertThat(other.unseal("C-2", neighbours).path("phone").isNull()).isFalse();
  }

  @Test
  void another_process_shows_a_restricted_record_no_longer_than_was_promised() {
    PersonKeys other = TinkPersonalData.open(database, kek).personKeys();
    personal.prepare(List.of("C-1", "C-2"));
    assertThat(other.isRestricted("C-1")).isFalse();
    assertThat(other.isRestricted("C-2")).isFalse();
    assertThat(other.isRestricted("C-3")).as("without a key yet").isFalse();

    keys.restrict("C-1");

    assertThat(keys.isRestricted("C-1")).as("where it was restricted").isTrue();
    PersonKeys asked = TinkPersonalData.open(database, kek).personKeys();
    assertThat(asked.isRestricted("C-2")).isFalse();
    keys.restrict("C-2");
    asked.askAnew();
    assertThat(asked.isRestricted("C-2")).as("who asks anew").isTrue();
    assertThat(lastSeen(() -> !other.isRestricted("C-1"))).isLessThan(Lease.LASTS);
    keys.restrict("C-3");
    assertThat(lastSeen(() -> !other.isRestricted("C-2") || !other.isRestricted("C-3"))).isLessThan(Lease.LASTS);
    keys.destroy("C-1", KeyKind.RECORD);
    assertThat(keys.isRestricted("C-1")).as("a destroyed key is not restricted any more").isFalse();
    assertThat(TinkPersonalData.open(database, kek).personKeys().isRestricted("C-2")).as("a new process").isTrue();
  }

  @Test
  void restrictions_are_numbered_in_the_order_in_which_they_are_seen() throws Exception {
    List<String> persons = IntStream.range(0, 30).mapToObj(number -> "C-" + number).toList();
    personal.prepare(persons);
    SubjectKeys watching = KeysUnderTest.open(KeyStore.of(database, kek), 100);
    persons.forEach(person -> watching.isRestricted(person, KeyKind.RECORD));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      persons.forEach(person -> threads.submit(() -> keys.restrict(person)));
      await().until(() -> {
        watching.endLease();
        return persons.stream().allMatch(person -> watching.isRestricted(person, KeyKind.RECORD));
      });
    }
    assertThat(rows("select restriction::text from keys.person_key where restriction is not null order by "
        + "person_key.restriction")).isEqualTo(IntStream.rangeClosed(1, 30).mapToObj(Integer::toString).toList());
  }

  @Test
  void a_build_that_gives_a_restriction_no_number_is_refused() {
    personal.prepare(List.of("C-1"));
    assertThatThrownBy(() -> rows("update keys.person_key set restricted_at = now() returning subject"))
        .isInstanceOf(SQLException.class).hasMessageContaining("person_key_restricted");
  }

  @Test
  void a_process_that_cannot_ask_what_was_destroyed_uses_no_key() {
    UnsteadyDatabase unsteady = new UnsteadyDatabase(database);
    TinkPersonalData other = TinkPersonalData.open(unsteady.database(), kek);
    ObjectNode sealed = sealedCustomer("C-1");
    other.unseal("C-1", sealed);

    unsteady.cutOff();

    assertThat(lastSeen(() -> opens(other, sealed))).isLessThan(Lease.LASTS);
    assertThatThrownBy(() -> other.unseal("C-1", sealed)).isInstanceOf(LogUnavailable.class);
    assertThatThrownBy(() -> sealWith(other)).isInstanceOf(LogUnavailable.class);
  }

  @Test
  void a_restriction_that_comes_while_a_key_is_being_read_is_not_missed() {
    UnsteadyDatabase unsteady = new UnsteadyDatabase(database);
    personal.prepare(List.of("C-1", "C-2"));
    SubjectKeys other = KeysUnderTest.open(KeyStore.of(unsteady.database(), kek), 10);
    other.find("C-2", KeyKind.CONTACT);
    unsteady.atNextClose(() -> {
      keys.restrict("C-1");
      other.endLease();
      other.find("C-2", KeyKind.CONTACT);
    });

    other.isRestricted("C-1", KeyKind.RECORD);

    assertThat(other.isRestricted("C-1", KeyKind.RECORD)).isTrue();
  }

  @Test
  void a_key_that_is_destroyed_while_it_is_being_read_is_not_kept() {
    UnsteadyDatabase unsteady = new UnsteadyDatabase(database);
    personal.prepare(List.of("C-1", "C-2"));
    SubjectKeys other = KeysUnderTest.open(KeyStore.of(unsteady.database(), kek), 10);
    other.find("C-2", KeyKind.CONTACT);
    unsteady.atNextClose(() -> {
      keys.destroy("C-1", KeyKind.CONTACT);
      other.endLease();
      other.find("C-2", KeyKind.CONTACT);
    });

    other.find("C-1", KeyKind.CONTACT);

    assertThat(other.find("C-1", KeyKind.CONTACT)).isEmpty();
  }

  @Test
  void keys_leave_the_memory_of_a_process_that_has_stopped_using_them() {
    SubjectKeys other = KeysUnderTest.open(KeyStore.of(database, kek), 10);
    other.prepare(List.of("C-1", "C-2"));
    assertThat(other.inMemory()).isEqualTo(4);
    await().atMost(Duration.ofSeconds(30)).until(() -> other.inMemory() == 0);
  }

  @Test
  void a_process_asks_once_a_second_what_was_destroyed_however_much_it_seals() {
    UnsteadyDatabase counted = new UnsteadyDatabase(database);
    TinkPersonalData other = TinkPersonalData.open(counted.database(), kek);
    sealWith(other);
    int before = counted.asked();
    long start = System.nanoTime();
    await().pollInterval(Duration.ofMillis(1)).pollDelay(Duration.ZERO).until(() -> {
      sealWith(other);
      return System.nanoTime() - start > Lease.LASTS.multipliedBy(2).toNanos();
    });
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    // Once a second; and once more for the key, where the process was kept from asking for so long that it has forgotten it.
    assertThat(counted.asked() - before).isBetween(1, 2 * ((int) seconds + 1));
  }

  @Test
  void whether_a_record_is_restricted_is_no_question_of_its_own() {
    UnsteadyDatabase counted = new UnsteadyDatabase(database);
    TinkPersonalData other = TinkPersonalData.open(counted.database(), kek);
    sealWith(other);
    int before = counted.asked();
    long start = System.nanoTime();
    for (int read = 0; read < 1_000; read++) {
      other.personKeys().isRestricted("C-1");
    }
    int seconds = (int) Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertThat(counted.asked() - before).isLessThanOrEqualTo(2 * (seconds + 1));
  }

  /** For how long from now on something is still the case, of which it is told at the latest when it has ended. */
  private static Duration lastSeen(BooleanSupplier isSo) {
    long begun = System.nanoTime();
    AtomicLong last = new AtomicLong(begun);
    await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
      long now = System.nanoTime();
      if (isSo.getAsBoolean()) {
        last.set(now);
        return false;
      }
      return true;
    });
    return Duration.ofNanos(last.get() - begun);
  }

  private static boolean opens(TinkPersonalData process, ObjectNode sealed) {
    try {
      return !process.unseal("C-1", sealed).path("phone").isNull();
    } catch (LogUnavailable notAsked) {
      return false;
    }
  }

  private static ObjectNode sealWith(TinkPersonalData process) {
    return process.seal("C-1", Place.underWay("customer.registered"), json("{'phone':'1'}"));
  }

  private ObjectNode sealedCustomer(String subject) {
    return personal.seal(subject, Place.underWay("customer.registered"), json("{'name':'王','phone':'1','site':'s'}"));
  }

  private List<KeyState> states(String subject) {
    return List.of(keys.state(subject, KeyKind.CONTACT), keys.state(subject, KeyKind.RECORD));
  }

  private List<String> rows(String sql) throws SQLException {
    return KeysUnderTest.rows(database, sql);
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) EventCodec.mapper().readTree(text.replace('\'', '"'));
  }
}
