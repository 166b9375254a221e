package io.anamnesis.command.loyalty.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.TestPostgres;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Warnings on a real log, woken by several processes at once. */
class ExpiryWarningsTest {
  private static final EventDecoder DECODER = new EventDecoder(EventCatalogue.standard());
  private static final String STREAM = "points-account:C-1";

  private HikariDataSource database;
  private PostgresEventLog log;
  private ExpiryWarnings warnings;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    warnings = new ExpiryWarnings(log, DECODER, ProgrammeVersions.standard());
  }

  @AfterEach
  void stop() {
    log.close();
    database.close();
  }

  /** Midnight in so many days. */
  private static Instant in(int days) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    return Instant.now().atZone(zone).toLocalDate().plusDays(days).atStartOfDay(zone).toInstant();
  }

  private void lot(long seq, long points, Instant expiresAt) {
    UUID id = UUID.randomUUID();
    Lot lot = new Lot(id, points, Instant.parse("2025-01-01T00:00:00Z"), Instant.parse("2025-01-01T00:00:00Z"),
        expiresAt);
    LoyaltyEvent event =
        new PointsAdjusted(id, points, new Sealed("c.1"), new StaffId("S-1"), null, lot, List.of());
    Outcome outcome = log.append(Append.of(new NewEvent(UUID.randomUUID(), STREAM, seq, "C-1",
        "loyalty.points-adjusted", 1, Instant.now(), new EventCodec(EventCatalogue.standard()).encode(event),
        EventDecoder.encode(Metadata.NONE))));
    assertThat(outcome).isInstanceOf(Outcome.Appended.class);
  }

  private List<StoredEvent> warned() {
    return log.readStream(STREAM, 0, 100).stream().filter(event -> event.type().equals("loyalty.points-will-expire"))
        .toList();
  }

  @Test
  void of_many_who_are_woken_for_the_same_one_says_it_dated_by_when_it_was_due() throws Exception {
    lot(0, 40, in(60));
    lot(1, 2, in(60));
    try (ExecutorService processes = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        processes.submit(() -> warnings.wake("C-1", in(30).plusSeconds(5)));
      }
    }
    assertThat(warned()).hasSize(1);
    StoredEvent event = warned().getFirst();
    assertThat(event.occurredAt()).isEqualTo(in(30));
    assertThat(event.subject()).isEqualTo("C-1");
    assertThat(DECODER.decode(event).event()).isEqualTo(new PointsWillExpire(42, in(60), 30));
    warnings.wake("C-1", in(53).minusSeconds(1));
    assertThat(warned()).hasSize(1);
    warnings.wake("C-1", in(53));
    assertThat(warned()).extracting(one -> ((PointsWillExpire) DECODER.decode(one).event()).days())
        .containsExactly(30, 7);
  }

  @Test
  void what_was_missed_is_said_late_and_nothing_is_said_of_what_has_expired() {
    lot(0, 40, in(60));
    warnings.wake("C-1", in(60));
    assertThat(warned()).isEmpty();
    warnings.wake("C-1", in(60).minusSeconds(1));
    assertThat(warned()).extracting(one -> ((PointsWillExpire) DECODER.decode(one).event()).days())
        .containsExactly(7);
    warnings.wake("C-1", in(60).minusSeconds(1));
    assertThat(warned()).hasSize(1);
  }

  @Test
  void what_had_passed_when_it_was_recorded_wakes_nobody_and_is_never_said() {
    lot(0, 40, in(20));
    Recorded recorded = DECODER.decode(log.readStream(STREAM, 0, 1).getFirst());
    assertThat(warnings.dues(recorded)).containsExactly(in(13));
    warnings.wake("C-1", in(12));
    assertThat(warned()).as("thirty days before had passed").isEmpty();
    warnings.wake("C-1", in(13).plus(Duration.ofHours(1)));
    assertThat(warned()).hasSize(1);
  }
}
