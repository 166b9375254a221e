package io.anamnesis.command.customer;

import static io.anamnesis.events.KeyKind.CONTACT;
import static io.anamnesis.events.KeyKind.RECORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.intake.RejectedLines;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.personal.ErasureListRecovery;
import io.anamnesis.eventstore.personal.KeyStore;
import io.anamnesis.eventstore.personal.PersonKeys;
import io.anamnesis.eventstore.personal.PersonKeys.KeyState;
import io.anamnesis.eventstore.personal.TinkPersonalData;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureClockTest {
  private static final String[] WHOLE = {"erasure-decided", "key-condemned CONTACT", "key-destroyed CONTACT",
      "key-condemned RECORD", "key-destroyed RECORD", "key-forgotten CONTACT", "key-forgotten RECORD"};

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  private final Instant now = Instant.now();

  @TempDir
  private Path folder;

  private TinkPersonalData personal;
  private ErasureLog erasures;

  @BeforeEach
  void open() {
    personal = TinkPersonalData.open(database, folder.resolve("kek.json"));
    erasures = new ErasureLog(log, new EventDecoder(EventCatalogue.standard()), personal, ZoneId.of("Asia/Shanghai"));
  }

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  @Test
  void whatever_it_was_at_when_it_ended_the_next_one_completes_it() {
    int deaths = 0;
    boolean died = true;
    while (died) {
      String customer = "C-" + deaths;
      decide(customer);
      Death death = new Death(++deaths);
      ErasureClock doomed = new ErasureClock(log, erasures, death.keys(personal.personKeys()),
          death.lines(name -> 0), Clock.systemUTC());
      try {
        doomed.wake(customer, now);
        doomed.wake(customer, later());
        died = false;
      } catch (Death.Died expected) {
        ErasureClock next = clock(name -> 0);
        next.wake(customer, now);
        next.wake(customer, later());
      }
      assertThat(told(customer)).as("death %s", deaths).containsExactly(WHOLE);
      assertThat(state(customer, CONTACT)).isEqualTo(KeyState.DESTROYED);
      assertThat(state(customer, RECORD)).isEqualTo(KeyState.DESTROYED);
    }
    assertThat(deaths).isGreaterThan(8);
  }

  @Test
  void two_processes_do_each_step_once() throws Exception {
    List<Callable<Boolean>> wakes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String customer = "C-" + i % 10;
      if (i < 10) {
        decide(customer);
      }
      ErasureClock one = clock(name -> 0);
      wakes.add(() -> {
        one.wake(customer, now);
        return true;
      });
    }
    try (ExecutorService processes = Executors.newFixedThreadPool(20)) {
      for (var woken : processes.invokeAll(wakes)) {
        assertThat(woken.get()).isTrue();
      }
    }
    for (int i = 0; i < 10; i++) {
      clock(name -> 0).wake("C-" + i, later());
      assertThat(told("C-" + i)).containsExactly(WHOLE);
    }
  }

  @Test
  void rejected_lines_are_looked_through_once_where_both_keys_go_at_once_and_again_where_one_goes_later() {
    List<String> lookedThrough = new ArrayList<>();
    RejectedLines lines = customer -> {
      lookedThrough.add(customer);
      return 3;
    };
    decide("C-1");
    clock(lines).wake("C-1", now);
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(lookedThrough).containsExactly("C-1");
    assertThat(erasures.read("C-1").destroyed(CONTACT).quarantined()).isEqualTo(3);
    assertThat(erasures.read("C-1").destroyed(RECORD).quarantined()).isZero();

    decide("C-2");
    visit("C-2");
    clock(lines).wake("C-2", now);
    clock(lines).wake("C-2", Objects.requireNonNull(erasures.read("C-2").retention().until()));
    assertThat(state("C-2", RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(lookedThrough).containsExactly("C-1", "C-2", "C-2");
  }

  @Test
  void a_hold_brings_no_condemned_key_back_and_stops_the_other() {
    decide("C-1");
    clock(name -> {
      if (erasures.read(name).hold() == null) {
        erasures.placeHold(asked(name), new CustomerId(name), "court", now);
      }
      return 0;
    }).wake("C-1", now);

    assertThat(told("C-1")).containsExactly("erasure-decided", "key-condemned CONTACT", "legal-hold-placed",
        "key-destroyed CONTACT");
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.RESTRICTED);

    erasures.liftHold(asked("C-1"), new CustomerId("C-1"), "settled", now);
    clock(name -> 0).wake("C-1", later());
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void a_visit_told_after_the_decision_keeps_the_record() {
    decide("C-1");
    visit("C-1");

    clock(name -> 0).wake("C-1", now);

    assertThat(told("C-1")).containsExactly("erasure-decided", "key-condemned CONTACT", "key-destroyed CONTACT",
        "retention-extended");
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.RESTRICTED);
    Instant until = Objects.requireNonNull(erasures.read("C-1").retention().until());
    clock(name -> 0).wake("C-1", until.minusNanos(1_000));
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.RESTRICTED);
    clock(name -> 0).wake("C-1", until);
    assertThat(state("C-1", RECORD)).isEqualTo(KeyState.DESTROYED);
  }

  @Test
  void an_older_copy_of_the_key_tables_is_restricted_as_the_log_tells() throws SQLException {
    visit("C-kept");
    personal.prepare(List.of("C-other"));
    for (String customer : List.of("C-kept", "C-gone")) {
      decide(customer);
      clock(name -> 0).wake(customer, now);
    }
    execute("update keys.person_key set restricted_at = null, restriction = null");
    assertThat(restricted()).isEmpty();

    new Restrictions(log, erasures, personal.personKeys()).applyAll();

    // In the table, so that every process is told.
    assertThat(restricted()).containsExactly("C-kept");
    assertThat(state("C-kept", RECORD)).isEqualTo(KeyState.RESTRICTED);
    assertThat(state("C-gone", RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(state("C-other", RECORD)).isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void what_the_log_tells_to_be_destroyed_is_destroyed_again_where_an_older_copy_of_the_keys_comes_without_its_list()
      throws IOException, SQLException {
    personal.prepare(List.of("C-gone", "C-other"));
    execute("create table older_keys as select * from keys.person_key");
    decide("C-gone");
    clock(name -> 0).wake("C-gone", now);
    execute("set session_replication_role = replica", "delete from keys.person_key", "delete from keys.erasure",
        "insert into keys.person_key select * from older_keys", "set session_replication_role = origin");
    Files.delete(folder.resolve("kek-erasures.list"));
    assertThatThrownBy(() -> TinkPersonalData.open(database, folder.resolve("kek.json")))
        .isInstanceOf(IllegalStateException.class).hasMessageContaining("is missing");
    KeyStore store = KeyStore.of(database, folder.resolve("kek.json"));
    assertThat(ErasureListRecovery.rewrite(store)).isZero();
    PersonKeys restored = TinkPersonalData.open(store).personKeys();
    assertThat(restored.state("C-gone", RECORD)).isEqualTo(KeyState.ACTIVE);

    new Restrictions(log, erasures, restored).applyAll();

    assertThat(restored.state("C-gone", CONTACT)).isEqualTo(KeyState.DESTROYED);
    assertThat(restored.state("C-gone", RECORD)).isEqualTo(KeyState.DESTROYED);
    assertThat(restored.state("C-other", RECORD)).isEqualTo(KeyState.ACTIVE);
    assertThat(Files.readAllLines(folder.resolve("kek-erasures.list"))).hasSize(3);
  }

  private List<String> restricted() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select subject from keys.person_key where restricted_at is not null")) {
      List<String> subjects = new ArrayList<>();
      while (rows.next()) {
        subjects.add(rows.getString(1));
      }
      return subjects;
    }
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  private void visit(String customer) {
    log.append(Append.of(new NewEvent(UUID.randomUUID(), null, null, customer, "visit.completed", 1, now,
        "{\"visitId\":\"V-1\"}", EventDecoder.encode(Metadata.NONE))));
  }

  private ErasureClock clock(RejectedLines lines) {
    return new ErasureClock(log, erasures, personal.personKeys(), lines, Clock.systemUTC());
  }

  private void decide(String customer) {
    erasures.decide(asked(customer), new CustomerId(customer), "asked", now);
  }

  private static Asked asked(String customer) {
    return new Asked(UUID.randomUUID(), customer, null, "S-1");
  }

  /** When no process holds what is destroyed now. */
  private Instant later() {
    return Instant.now().plus(personal.personKeys().forgottenAfter()).plusSeconds(60);
  }

  private KeyState state(String customer, KeyKind kind) {
    return personal.personKeys().state(customer, kind);
  }

  private List<String> told(String customer) {
    return log.readStream(ErasureLog.stream(customer)).stream().map(ErasureClockTest::told).toList();
  }

  private static String told(StoredEvent event) {
    String type = event.type().substring("customer.".length());
    return type + (event.payload().contains("\"CONTACT\"") ? " CONTACT" : "")
        + (event.payload().contains("\"RECORD\"") ? " RECORD" : "");
  }

  /** Ends a process at the so-many-th moment before or after something that it does. */
  private static final class Death {
    private int left;

    Death(int moment) {
      this.left = moment;
    }

    private static final class Died extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }

    private <T> T around(Supplier<T> act) {
      moment();
      T done = act.get();
      moment();
      return done;
    }

    private void moment() {
      if (--left == 0) {
        throw new Died();
      }
    }

    RejectedLines lines(RejectedLines lines) {
      return customer -> around(() -> lines.forget(customer));
    }

    PersonKeys keys(PersonKeys keys) {
      return new PersonKeys() {
        @Override
        public KeyState state(String subject, KeyKind kind) {
          return keys.state(subject, kind);
        }

        @Override
        public Instant destroy(String subject, KeyKind kind) {
          return around(() -> keys.destroy(subject, kind));
        }

        @Override
        public void restrict(String subject) {
          around(() -> {
            keys.restrict(subject);
            return true;
          });
        }

        @Override
        public boolean isRestricted(String subject) {
          return keys.isRestricted(subject);
        }

        @Override
        public void askAnew() {
          keys.askAnew();
        }

        @Override
        public Duration forgottenAfter() {
          return keys.forgottenAfter();
        }
      };
    }
  }
}
