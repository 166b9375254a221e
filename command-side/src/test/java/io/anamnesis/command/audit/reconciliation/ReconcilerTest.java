package io.anamnesis.command.audit.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.LogEvents;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.sealing.DayReports;
import io.anamnesis.eventstore.sealing.DaySigning;
import io.anamnesis.eventstore.sealing.LogAltered;
import io.anamnesis.eventstore.sealing.LogKeyFiles;
import io.anamnesis.eventstore.sealing.SealedLog;
import io.anamnesis.eventstore.sealing.Sealer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded, the day before yesterday; yesterday nothing was. */
class ReconcilerTest {
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());
  /** More than a tile holds: who looks at the last one does not see all. */
  private static final int FACTS = 300;
  private static final Instant THEN = Instant.parse("2026-03-01T00:00:00Z");
  private static final PointsEarned CONTRADICTION =
      new PointsEarned(UUID.randomUUID(), "signin.made", UUID.randomUUID(),
          1, "default", "sign-in", 7, BigDecimal.ONE, 1, new Lot(UUID.randomUUID(), 5, THEN, THEN, THEN.plusSeconds(1)),
          List.of(), List.of(), null);

  @TempDir
  private Path folder;

  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  private final SealedLog sealed = new SealedLog(database);

  @AfterEach
  void close() {
    log.close();
    database.close();
  }

  private LogKeyFiles key() {
    return LogKeyFiles.open(folder.resolve("log.skey"), sealed);
  }

  private void recorded(String contradictionBack) throws InterruptedException {
    List<NewEvent> events = new ArrayList<>();
    for (int i = 0; i < FACTS; i++) {
      events.add(LogEvents.fact(Integer.toString(i)));
    }
    EventDescriptor type = EventCatalogue.standard().of(PointsEarned.class);
    events.add(new NewEvent(UUID.randomUUID(), null, null, "C-1", type.type(), type.revision(), THEN,
        new EventCodec(EventCatalogue.standard()).encode(CONTRADICTION), "{}"));
    log.append(new Append(events));
    tamper("update log.event set recorded_at = recorded_at - interval '2 days' where position <= " + FACTS);
    tamper("update log.event set recorded_at = recorded_at - interval '%s' where position > %d"
        .formatted(contradictionBack, FACTS));
    new Sealer(log, new LogTail(log, DECODER), database, key(), Clock.systemUTC()).seal();
  }

  private Reconciler started() {
    Reconciler reconciler = new Reconciler(log, DECODER, sealed, new DaySigning(log, database, key()),
        (from, until) -> Optional.empty(), new BusinessDays(ZoneOffset.UTC));
    reconciler.start();
    return reconciler;
  }

  private void twoDaysAreSigned() {
    await().atMost(Duration.ofSeconds(30))
        .until(() -> new DayReports(database).before(Long.MAX_VALUE, 9).size() >= 2);
  }

  /** As whoever administers the database can. */
  private void tamper(String sql) {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica; " + sql + "; reset session_replication_role");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void what_contradicts_itself_is_told_for_as_long_as_it_is_in_the_newest_report() throws Exception {
    recorded("1 day");
    try (Reconciler reconciler = started()) {
      twoDaysAreSigned();
      await().atMost(Duration.ofSeconds(30)).until(() -> reconciler.differing().isPresent());
    }
  }

  @Test
  void and_no_longer() throws Exception {
    recorded("2 days");
    try (Reconciler reconciler = started()) {
      twoDaysAreSigned();
      await().atMost(Duration.ofSeconds(5)).until(() -> reconciler.differing().isEmpty());
    }
  }

  @Test
  void a_hole_in_the_log_is_an_altered_log_and_not_one_to_be_tried_again() throws Exception {
    recorded("2 days");
    tamper("delete from log.event where position = 3");
    try (Reconciler reconciler = started()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> reconciler.altered().isPresent());
      assertThat(reconciler.altered().map(LogAltered::finding)).contains(LogAltered.Finding.EVENTS_MISSING);
      assertThat(reconciler.altered().map(LogAltered::position)).contains(3L);
    }
    assertThat(new DayReports(database).before(Long.MAX_VALUE, 9)).isEmpty();
  }

  @Test
  void an_older_report_that_another_wrote_is_noticed_when_a_process_begins() throws Exception {
    recorded("2 days");
    try (Reconciler first = started()) {
      twoDaysAreSigned();
      assertThat(first.altered()).isEmpty();
    }
    tamper("update log.day_report set note = replace(note, '\"closing\"', '\"opened\"') where number = 1");
    try (Reconciler again = started()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> again.altered().isPresent());
      assertThat(again.altered().map(LogAltered::finding)).contains(LogAltered.Finding.DAY_REPORT_DIFFERS);
    }
  }
}
