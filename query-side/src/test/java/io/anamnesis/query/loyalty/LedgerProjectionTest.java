package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.level;
import static io.anamnesis.query.Lives.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.query.loyalty.LedgerProjection.Balance;
import io.anamnesis.query.loyalty.LedgerProjection.Entry;
import io.anamnesis.query.loyalty.LedgerProjection.EntryLot;

class LedgerProjectionTest {
  private final LedgerProjection ledger = new LedgerProjection();

  @Test
  void an_award_writes_a_line_with_its_lot_its_cause_and_the_balance_after_it() {
    Recorded award = event(7, "2026-03-01T02:15:00Z", award("2026-03-01T02:15:00Z", 100, 7));
    Balance before = new Balance(40);
    Balance after = ledger.fold(before, award);
    assertThat(ledger.entries(before, after, award))
        .containsExactly(new Entry(uuid("event 7"), "earned", 100, 140, Instant.parse("2026-03-01T02:15:00Z"),
            award.recordedAt(), uuid("cause 2026-03-01T02:15:00Z100"), "default-1", "purchase",
            List.of(new EntryLot(uuid("cause 2026-03-01T02:15:00Z100"), 100, Instant.parse("2026-03-08T02:15:00Z"),
                Instant.parse("2027-03-31T16:00:00Z")))));
  }

  @Test
  void what_moves_no_points_writes_no_line() {
    Recorded reached = event(1, "2026-01-01T00:00:00Z", level(2, "2026-01-01T00:00:00Z"));
    assertThat(ledger.fold(new Balance(5), reached)).isEqualTo(new Balance(5));
    assertThat(ledger.entries(new Balance(5), new Balance(5), reached)).isEmpty();
  }
}
