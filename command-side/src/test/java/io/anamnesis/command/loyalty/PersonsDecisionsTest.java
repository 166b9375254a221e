package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.Decisions;
import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsCommand;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that wait while much else happens on the account, and processes that come and go. */
class PersonsDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  private static final CustomerId CUSTOMER = new CustomerId("C-1");
  private static final String STREAM = "points-account:C-1";
  private static final Sealed REASON = new Sealed("c.AQ");
  private static final int MORE_THAN_A_SNAPSHOT = 110;

  private HikariDataSource database;
  private PostgresEventLog log;

  @BeforeEach
  void start() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
  }

  @AfterEach
  void stop() {
    log.close();
    database.close();
  }

  private LoyaltyCommands process() {
    return LoyaltyCommands.start(log, EventCatalogue.standard(), database, new AggregateCache());
  }

  private Recorded decide(LoyaltyCommands process, Asked asked, UUID id, Wish wish, String by) {
    PersonsCommand command = new PersonsCommand(CUSTOMER, id, wish, new StaffId(by), NOW);
    return new Decisions(process.bus(), log, new EventDecoder(EventCatalogue.standard()))
        .decide(asked, command.account(), () -> command, NOW).orElseThrow();
  }

  private static Asked asked(String by) {
    return new Asked(UUID.randomUUID(), CUSTOMER.value(), "content", by);
  }

  @Test
  void a_request_outlives_snapshots_and_restarts_and_is_booked_once() {
    UUID id = new UUID(1, 1);
    try (LoyaltyCommands one = process()) {
      decide(one, asked("mei"), id, new Wish.Adjust(5_000, REASON), "mei");
      for (int i = 0; i < MORE_THAN_A_SNAPSHOT; i++) {
        decide(one, asked("mei"), UUID.randomUUID(), new Wish.Adjust(1, REASON), "mei");
      }
    }
    Asked approval = asked("li");
    try (LoyaltyCommands other = process(); LoyaltyCommands another = process()) {
      Recorded booked = decide(other, approval, id, new Wish.Approve(Kind.ADJUSTMENT), "li");
      assertThat(booked.event()).isInstanceOfSatisfying(PointsAdjusted.class, adjusted -> {
        assertThat(adjusted.by()).isEqualTo(new StaffId("mei"));
        assertThat(adjusted.approvedBy()).isEqualTo(new StaffId("li"));
        assertThat(adjusted.reason()).isEqualTo(REASON);
      });
      assertThat(decide(another, approval, id, new Wish.Approve(Kind.ADJUSTMENT), "li")).isEqualTo(booked);
    }
    assertThat(log.lastSeq(STREAM)).contains(MORE_THAN_A_SNAPSHOT + 1L);
  }

  /** Half of it before a snapshot, and after it another process. */
  @Test
  void what_one_person_books_alone_is_counted_across_snapshots_and_restarts() {
    int each = 1_000 / MORE_THAN_A_SNAPSHOT;
    try (LoyaltyCommands one = process()) {
      for (int i = 0; i < MORE_THAN_A_SNAPSHOT; i++) {
        assertThat(
            decide(one, asked("mei"), UUID.randomUUID(), new Wish.Adjust(i % 2 == 0 ? each : -each, REASON), "mei")
                .event())
            .isInstanceOf(PointsAdjusted.class);
      }
    }
    int left = 1_000 - each * MORE_THAN_A_SNAPSHOT;
    try (LoyaltyCommands other = process()) {
      assertThat(decide(other, asked("mei"), UUID.randomUUID(), new Wish.Adjust(left + 1, REASON), "mei").event())
          .isInstanceOf(AdjustmentRequested.class);
      assertThat(decide(other, asked("mei"), UUID.randomUUID(), new Wish.Adjust(left, REASON), "mei").event())
          .isInstanceOf(PointsAdjusted.class);
      assertThat(decide(other, asked("mei"), UUID.randomUUID(), new Wish.Adjust(1, REASON), "mei").event())
          .isInstanceOf(AdjustmentRequested.class);
    }
  }
}
