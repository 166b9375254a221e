package io.anamnesis.eventstore.personal;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.KeyKind;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Keys that are made and destroyed at the same moment, by several processes. */
class ConcurrentErasuresTest {
  private static final ObjectNode CLEAR = (ObjectNode) EventCodec.mapper().readTree("{\"a\":\"b\"}");

  @TempDir
  Path folder;

  private HikariDataSource database;
  private Path kek;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    kek = folder.resolve("kek.json");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_key_that_is_destroyed_while_others_make_it_never_comes_back() throws Exception {
    TinkPersonalData one = TinkPersonalData.open(database, kek);
    TinkPersonalData other = TinkPersonalData.open(database, kek);
    List<List<ObjectNode>> rounds = new ArrayList<>();
    for (int round = 0; round < 20; round++) {
      String person = "C-" + round;
      rounds.add(atOnce(List.of(() -> one.seal(person, Place.underWay("x.any"), CLEAR), () -> {
        one.personKeys().destroy(person, KeyKind.RECORD);
        return CLEAR;
      }, () -> other.seal(person, Place.underWay("x.any"), CLEAR))));
    }
    assertThat(activeRecordKeys()).isEmpty();
    TinkPersonalData fresh = TinkPersonalData.open(database, kek);
    for (int round = 0; round < rounds.size(); round++) {
      String person = "C-" + round;
      assertThat(fresh.personKeys().state(person, KeyKind.RECORD)).isEqualTo(KeyState.DESTROYED);
      assertThat(fresh.unseal(person, rounds.get(round).getFirst()).path("a").isNull()).isTrue();
      assertThat(fresh.unseal(person, rounds.get(round).getLast()).path("a").isNull()).isTrue();
    }
  }

  @Test
  void a_person_whom_the_list_alone_knows_gets_no_key_while_another_completes_it() throws Exception {
    TinkPersonalData one = TinkPersonalData.open(database, kek);
    TinkPersonalData other = TinkPersonalData.open(database, kek);
    ErasureMarks marks = KeysUnderTest.marks(database, KeyEncryptionKey.open(KeyStore.of(database, kek).kek(), true));
    ErasureList list = KeysUnderTest.list(database, kek);
    for (int round = 0; round < 20; round++) {
      String person = "C-" + round;
      list.append(list.read(), java.time.Instant.parse("2026-11-27T00:00:00Z"), KeyKind.RECORD, marks.of(person));
      String another = "D-" + round;
      atOnce(List.of(() -> one.seal(person, Place.underWay("x.any"), CLEAR), () -> {
        other.personKeys().destroy(another, KeyKind.RECORD);
        return CLEAR;
      }));
    }
    assertThat(activeRecordKeys()).isEmpty();
  }

  @Test
  void erasures_of_several_processes_under_load_are_all_numbered_and_listed() throws Exception {
    List<TinkPersonalData> processes =
        IntStream.range(0, 3).mapToObj(process -> TinkPersonalData.open(database, kek)).toList();
    List<Callable<ObjectNode>> acts = new ArrayList<>();
    for (int person = 0; person < 20; person++) {
      String number = "C-" + person;
      for (TinkPersonalData process : processes) {
        acts.add(() -> process.seal(number, Place.underWay("x.any"), CLEAR));
      }
      TinkPersonalData destroying = processes.get(person % 3);
      acts.add(() -> {
        destroying.personKeys().destroy(number, KeyKind.RECORD);
        return CLEAR;
      });
    }
    List<ObjectNode> sealed = atOnce(acts);

    assertThat(KeysUnderTest.list(database, kek).read().lines()).hasSize(20);
    assertThat(KeysUnderTest.rows(database, "select number::text from keys.erasure order by erasure.number"))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
    TinkPersonalData fresh = TinkPersonalData.open(database, kek);
    for (int act = 0; act < acts.size(); act++) {
      if (act % 4 != 3) {
        assertThat(fresh.unseal("C-" + act / 4, sealed.get(act)).path("a").isNull()).isTrue();
      }
    }
  }

  private List<String> activeRecordKeys() throws SQLException {
    return KeysUnderTest.rows(database,
        "select subject from keys.person_key where kind = 'record' and wrapped is not null");
  }

  private static <T> List<T> atOnce(List<Callable<T>> acts) throws Exception {
    CountDownLatch ready = new CountDownLatch(acts.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> under = acts.stream().map(act -> threads.submit(() -> {
        ready.countDown();
        ready.await();
        return act.call();
      })).toList();
      List<T> done = new ArrayList<>();
      for (Future<T> each : under) {
        done.add(each.get());
      }
      return done;
    }
  }
}
