package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.query.loyalty.LedgerProjection.Balance;
import io.anamnesis.query.loyalty.LedgerEntry.EntryLot;

class LedgerProjectionTest {
  private final LedgerProjection ledger = new LedgerProjection();

  @Test
  void an_award_writes_a_line_with_its_lot_its_cause_and_the_balance_after_it() {
    Recorded award = event(7, "2026-03-01T02:15:00Z", award("2026-03-01T02:15:00Z", 100, 7));
    Balance before = new Balance(40);
    Balance after = ledger.fold(before, award);
    assertThat(ledger.entries(before, after, award))
        .containsExactly(new LedgerEntry(uuid("event 7"), "earned", 100, 140, Instant.parse("2026-03-01T02:15:00Z"),
            award.recordedAt(), uuid("cause 2026-03-01T02:15:00Z100"), "default-1", "purchase",
            List.of(new EntryLot(uuid("cause 2026-03-01T02:15:00Z100"), 100, Instant.parse("2026-03-08T02:15:00Z"),
                Instant.parse("2027-03-31T16:00:00Z"))),
            0, null, null, null));
  }

  @Test
  void what_moves_no_points_and_owes_nothing_writes_no_line() {
    Recorded warned = event(1, "2026-01-01T00:00:00Z",
        new PointsWillExpire(5, Instant.parse("2026-01-31T16:00:00Z"), 30));
    assertThat(ledger.fold(new Balance(5), warned)).isEqualTo(new Balance(5));
    assertThat(ledger.entries(new Balance(5), new Balance(5), warned)).isEmpty();
  }

  @Test
  void a_redemption_moves_points_when_it_is_confirmed_not_when_they_are_set_aside() {
    Lot lot = award("2026-03-01T02:15:00Z", 100, 0).lot();
    List<Allocation> from = List.of(new Allocation(lot.lotId(), 60, lot.expiresAt()));
    RewardId reward = new RewardId("SPA");
    assertThat(lines(award("2026-03-01T02:15:00Z", 100, 0),
        new PointsReserved(uuid("R"), reward, 1, 60, from, Instant.EPOCH, Instant.EPOCH),
        new RedemptionConfirmed(uuid("R"), reward, 1, 60, from, List.of()),
        new RedemptionCancelled(uuid("R"), reward, 1, 60, true, Canceller.HOSPITAL,
            List.of(new Returned(lot.lotId(), 60, lot.activeAt(), lot.expiresAt())), List.of())))
        .containsExactly("earned 100 100", "reserved 0 100", "spent -60 40", "cancelled 60 100");
  }

  @Test
  void what_expired_while_it_was_reserved_leaves_the_balance_when_the_customer_cancels() {
    Lot lot = award("2026-03-01T02:15:00Z", 100, 0).lot();
    List<Allocation> from = List.of(new Allocation(lot.lotId(), 60, lot.expiresAt()));
    RewardId reward = new RewardId("SPA");
    assertThat(lines(award("2026-03-01T02:15:00Z", 100, 0),
        new PointsReserved(uuid("R"), reward, 1, 60, from, Instant.EPOCH, Instant.EPOCH),
        new PointsExpired(40, List.of(new Allocation(lot.lotId(), 40, lot.expiresAt())), lot.expiresAt()),
        new RedemptionCancelled(uuid("R"), reward, 1, 60, false, Canceller.TIMEOUT, List.of(), from)))
        .containsExactly("earned 100 100", "reserved 0 100", "expired -40 60", "cancelled -60 0");
  }

  @Test
  void a_line_of_what_the_family_pool_pays_for_names_the_pool_and_moves_the_own_part() {
    Lot lot = award("2026-03-01T02:15:00Z", 100, 0).lot();
    List<Allocation> from = List.of(new Allocation(lot.lotId(), 60, lot.expiresAt()));
    Pooled pool = new Pooled(uuid("pool"), new CustomerId("C-2"), List.of());
    RewardId reward = new RewardId("SPA");
    RedemptionConfirmed spent = new RedemptionConfirmed(uuid("R"), reward, 1, 60, from, List.of(), pool, null);
    assertThat(lines(award("2026-03-01T02:15:00Z", 100, 0),
        new PointsReserved(uuid("R"), reward, 1, 60, from, Instant.EPOCH, Instant.EPOCH, pool, null, null), spent))
        .containsExactly("earned 100 100", "reserved 0 100", "spent -60 40");
    assertThat(ledger.entries(new Balance(100), new Balance(40), event(3, "2026-04-01T00:00:00Z", spent)))
        .singleElement().extracting(LedgerEntry::pool).isEqualTo(uuid("pool"));
  }

  @Test
  void a_clawback_says_what_was_taken_and_what_is_owed() {
    Lot lot = award("2026-03-01T02:15:00Z", 100, 0).lot();
    List<Allocation> rest = List.of(new Allocation(lot.lotId(), 100, lot.expiresAt()));
    PointsClawedBack clawback = new PointsClawedBack(lot.lotId(), "purchase.made", uuid("refund"), Why.REFUND,
        "default-1", "purchase", lot.earnedAt(), 149, 100, 49, List.of(), rest);
    Recorded event = event(3, "2026-04-01T00:00:00Z", clawback);
    assertThat(ledger.entries(new Balance(100), new Balance(0), event)).singleElement()
        .extracting(LedgerEntry::kind, LedgerEntry::points, LedgerEntry::balanceAfter, LedgerEntry::owed,
            LedgerEntry::cause)
        .containsExactly("clawed-back", -100L, 0L, 49L, lot.lotId());
  }

  @Test
  void what_passes_within_the_family_leaves_here_and_comes_there_under_one_transfer() {
    Lot lot = award("2026-03-01T02:15:00Z", 100, 0).lot();
    Lot came = new Lot(uuid("came"), 60, lot.earnedAt(), lot.activeAt(), lot.expiresAt());
    PointsSent sent = new PointsSent(uuid("T"), new CustomerId("C-2"), uuid("link"), null, 60,
        List.of(new Allocation(lot.lotId(), 60, lot.expiresAt())));
    PointsReceived received = new PointsReceived(uuid("T"), new CustomerId("C-1"), uuid("link"), 60,
        List.of(new ReceivedLot(came, lot.lotId())));
    assertThat(lines(award("2026-03-01T02:15:00Z", 100, 0), sent)).containsExactly("earned 100 100",
        "transferred-out -60 40");
    assertThat(lines(received)).containsExactly("transferred-in 60 60");
    for (CustomerEvent side : List.of(sent, received)) {
      assertThat(ledger.entries(new Balance(0), new Balance(0), event(3, "2026-04-01T00:00:00Z", side)))
          .singleElement().extracting(LedgerEntry::transfer).isEqualTo(uuid("T"));
    }
  }

  /** Kind, points and balance after of each line. */
  private List<String> lines(CustomerEvent... life) {
    List<String> lines = new ArrayList<>();
    Balance balance = ledger.initial();
    for (int i = 0; i < life.length; i++) {
      Recorded event = event(i + 1, "2026-04-01T00:00:00Z", life[i]);
      Balance after = ledger.fold(balance, event);
      ledger.entries(balance, after, event)
          .forEach(line -> lines.add(line.kind() + " " + line.points() + " " + line.balanceAfter()));
      balance = after;
    }
    return lines;
  }
}
