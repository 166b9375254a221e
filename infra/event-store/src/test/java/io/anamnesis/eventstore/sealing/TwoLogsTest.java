package io.anamnesis.eventstore.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.proof.Inclusion;
import io.anamnesis.eventstore.proof.Leaf;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two logs in one database are two logs. */
class TwoLogsTest {
  /** The advisory lock that whoever writes to the first log holds. */
  private static final long WRITERS_OF_THE_LOG = 0x616E_616D_6E65_7369L;
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");

  private HikariDataSource database;
  private PostgresEventLog log;
  private PostgresEventLog reads;
  @TempDir
  private Path folder;

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    reads = PostgresEventLog.open(LogConfiguration.of(database).withSchema(LogSchema.READS));
  }

  @AfterEach
  void close() {
    log.close();
    reads.close();
    database.close();
  }

  @Test
  void each_numbers_its_own_events_without_gaps_while_both_are_written() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> written = new ArrayList<>();
      for (int caller = 0; caller < 8; caller++) {
        EventLog to = caller % 2 == 0 ? log : reads;
        String subject = to == log ? "L" : "R";
        written.add(callers.submit(() -> {
          for (int i = 0; i < 50; i++) {
            assertThat(to.append(Append.of(event(UUID.randomUUID(), subject)))).isInstanceOf(Outcome.Appended.class);
          }
        }));
      }
      for (Future<?> one : written) {
        one.get();
      }
    }

    assertThat(positions("log", "L")).isEqualTo("1-200 of 200");
    assertThat(positions("reads", "R")).isEqualTo("1-200 of 200");
    assertThat(reads.read(0, 500)).extracting(StoredEvent::subject).containsOnly("R");
    assertThat(reads.readSubjectBackward("R", 11, 3)).extracting(StoredEvent::position).containsExactly(10L, 9L, 8L);
    assertThat(reads.readTypes(Set.of("log.kept"), 0, 500, 500).events()).hasSize(200);
    assertThat(reads.headAt(Instant.now().plusSeconds(60))).isEqualTo(200);
  }

  @Test
  void one_id_may_be_in_both_and_in_each_but_once() {
    NewEvent event = event(UUID.randomUUID(), "L");

    assertThat(log.append(Append.of(event))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(reads.append(Append.of(event))).isEqualTo(new Outcome.Appended(1, 1));
    assertThat(reads.append(Append.of(event))).isInstanceOf(Outcome.Duplicate.class);
    assertThat(reads.find(event.eventId())).isPresent();
  }

  @Test
  void the_writers_turn_of_one_is_not_that_of_the_other() throws Exception {
    assertThat(reads.append(Append.of(event(UUID.randomUUID(), "R")))).isInstanceOf(Outcome.Appended.class);
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_lock(" + WRITERS_OF_THE_LOG + ")");
      assertThat(reads.append(Append.of(event(UUID.randomUUID(), "R")))).isEqualTo(new Outcome.Appended(2, 2));
      statement.execute("select pg_advisory_unlock(" + WRITERS_OF_THE_LOG + ")");
    }
  }

  @Test
  void another_process_is_told_of_what_one_of_them_appends() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (PostgresEventLog other = PostgresEventLog.open(LogConfiguration.of(database).withSchema(LogSchema.READS));
        AutoCloseable listening = other.onAppend(told::countDown)) {
      do {
        reads.append(Append.of(event(UUID.randomUUID(), "R")));
      } while (!told.await(100, TimeUnit.MILLISECONDS));
    }
    assertThat(told.getCount()).isZero();
  }

  @Test
  void each_is_sealed_by_a_key_and_a_name_of_its_own() throws Exception {
    log.append(Append.of(event(UUID.randomUUID(), "L")));
    for (int i = 0; i < 3; i++) {
      reads.append(Append.of(event(UUID.randomUUID(), "R")));
    }
    SealedLog sealed = new SealedLog(database);
    SealedLog sealedReads = new SealedLog(database, LogSchema.READS);
    seal(log, LogSchema.LOG, LogKeyFiles.open(folder.resolve("log.skey"), sealed));
    seal(reads, LogSchema.READS, LogKeyFiles.open(folder.resolve("reads.skey"), sealedReads));

    assertThat(sealed.size()).isEqualTo(1);
    assertThat(sealedReads.size()).isEqualTo(3);
    assertThat(sealedReads.last().orElseThrow().key().name()).startsWith("anamnesis.local/reads/");
    StoredEvent second = reads.read(1, 1).getFirst();
    assertThat(Inclusion.verify(Leaf.hashOf(second), 1, 3, sealedReads.inclusion(1, 3), sealedReads.root(3))).isTrue();
  }

  @Test
  void opened_again_it_is_the_same() {
    reads.append(Append.of(event(UUID.randomUUID(), "R")));
    try (PostgresEventLog again = PostgresEventLog.open(LogConfiguration.of(database).withSchema(LogSchema.READS))) {
      assertThat(again.head()).isEqualTo(1);
    }
  }

  @Test
  void both_refuse_to_be_changed() throws Exception {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      assertThat(messageOf(statement, "update reads.event set type = 'x'")).contains("append-only");
      assertThat(messageOf(statement, "delete from reads.checkpoint")).contains("append-only");
    }
  }

  private void seal(EventLog of, LogSchema schema, LogKeyFiles key) throws InterruptedException {
    LogTail tail = new LogTail(of, new EventDecoder(EventCatalogue.standard()));
    new Sealer(of, tail, database, schema, key, Clock.systemUTC()).seal();
  }

  private static String messageOf(Statement statement, String change) {
    try {
      statement.execute(change);
      return "it was done";
    } catch (SQLException refused) {
      return refused.getMessage();
    }
  }

  private String positions(String schema, String subject) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select min(position) || '-' || max(position) || ' of ' || count(*) from "
                + schema + ".event where subject = '" + subject + "'")) {
      row.next();
      return row.getString(1);
    }
  }

  private static NewEvent event(UUID id, String subject) {
    return new NewEvent(id, null, null, subject, "log.kept", 1, THEN, "{}", EventDecoder.encode(Metadata.NONE));
  }
}
