package io.anamnesis.command.loyalty.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.ledger.Clawback;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.family.Transferring.Passed;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TransferringTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final CustomerId CHILD = new CustomerId("CHILD");
  private static final CustomerId MOTHER = new CustomerId("MOTHER");
  private static final CustomerId STRANGER = new CustomerId("STRANGER");
  private static final UUID LINK = new UUID(1, 1);

  private final Ledger child = new Ledger();
  private final Ledger mother = new Ledger();

  @Test
  void points_go_in_the_order_of_consumption_and_keep_their_dates() {
    Lot late = earn(mother, 60, DAY.minus(Duration.ofDays(1)), 400);
    Lot early = earn(mother, 50, DAY.minus(Duration.ofDays(2)), 300);
    Passed passed = give(MOTHER, CHILD, 80, null);
    PointsSent sent = (PointsSent) passed.sent().getFirst();
    assertThat(sent.from()).containsExactly(new Allocation(early.lotId(), 50, early.expiresAt()),
        new Allocation(late.lotId(), 30, late.expiresAt()));
    assertThat(sent.link()).isEqualTo(LINK);
    PointsReceived received = (PointsReceived) passed.received().getFirst();
    assertThat(received.lots()).extracting(ReceivedLot::outOf).containsExactly(early.lotId(), late.lotId());
    assertThat(received.lots()).extracting(one -> one.lot().earnedAt()).containsExactly(early.earnedAt(),
        late.earnedAt());
    assertThat(received.lots()).extracting(one -> one.lot().expiresAt()).containsExactly(early.expiresAt(),
        late.expiresAt());
    assertThat(mother.available(DAY)).isEqualTo(30);
    assertThat(child.available(DAY)).isEqualTo(80);
  }

  @Test
  void what_is_pending_reserved_or_expired_cannot_be_given() {
    add(mother, 10, DAY, DAY.plusSeconds(1), DAY.plusSeconds(900));
    add(mother, 10, DAY.minusSeconds(900), DAY.minusSeconds(900), DAY);
    earn(mother, 10, DAY, 100);
    evolve(mother, Redeeming.reserve(mother, UUID.randomUUID(), new RewardId("SPA"), 1, Bill.ofPoints(4), DAY,
        RedemptionTerms.STANDARD));
    refused(Reason.NOT_ENOUGH_POINTS, MOTHER, CHILD, 7, null);
    give(MOTHER, CHILD, 6, null);
    assertThat(mother.available(DAY)).isZero();
    assertThat(mother.reserved()).isEqualTo(4);
  }

  @Test
  void a_refund_takes_of_who_earned_and_never_of_who_got_the_points() {
    Lot lot = earn(mother, 100, DAY, 100);
    earn(mother, 15, DAY, 200);
    give(MOTHER, CHILD, 80, null);
    UUID cause = lot.lotId();
    List<LoyaltyEvent> decided = mother.clawBack(
        new Clawback(cause, "purchase.made", cause, Why.REFUND, "default-1", "purchase", DAY, 100, List.of()), DAY);
    evolve(mother, decided);
    PointsClawedBack back = (PointsClawedBack) decided.getFirst();
    assertThat(back.points()).as("what is left of the lot, then the other one").isEqualTo(35);
    assertThat(back.owed()).isEqualTo(65);
    assertThat(mother.arrears()).isEqualTo(65);
    assertThat(child.available(DAY)).isEqualTo(80);
    refused(Reason.IN_ARREARS, MOTHER, CHILD, 1, null);
  }

  @Test
  void what_the_receiver_owes_is_repaid_first() {
    Lot spent = earn(child, 30, DAY, 100);
    UUID redemption = UUID.randomUUID();
    evolve(child,
        Redeeming.reserve(child, redemption, new RewardId("SPA"), 1, Bill.ofPoints(30), DAY, RedemptionTerms.STANDARD));
    evolve(child, child.clawBack(new Clawback(spent.lotId(), "purchase.made", spent.lotId(), Why.REFUND, "default-1",
        "purchase", DAY, 30, List.of()), DAY));
    earn(mother, 100, DAY, 100);
    Passed passed = give(MOTHER, CHILD, 50, null);
    assertThat(passed.received()).hasSize(2);
    ArrearsRepaid repaid = (ArrearsRepaid) passed.received().getLast();
    assertThat(repaid.points()).isEqualTo(30);
    assertThat(child.arrears()).isZero();
    assertThat(child.available(DAY)).isEqualTo(20);
    evolve(child, Redeeming.cancel(child, redemption, Canceller.CUSTOMER, false, DAY, RedemptionTerms.STANDARD));
    assertThat(child.available(DAY)).as("its own points come back").isEqualTo(50);
  }

  @Test
  void points_that_come_back_are_another_lot_than_the_one_that_they_left() {
    Lot lot = earn(mother, 100, DAY, 100);
    give(MOTHER, CHILD, 60, null);
    child(60);
    assertThat(mother.available(DAY)).isEqualTo(100);
    assertThat(mother.lots()).hasSize(2);
    evolve(mother, mother.clawBack(new Clawback(lot.lotId(), "purchase.made", lot.lotId(), Why.REFUND, "default-1",
        "purchase", DAY, 100, List.of()), DAY));
    assertThat(mother.available(DAY)).isZero();
    assertThat(mother.arrears()).isZero();
  }

  @Test
  void a_stranger_gets_nothing_whatever_there_is() {
    refused(Reason.NOT_FAMILY, MOTHER, STRANGER, 1, null);
    refused(Reason.NOT_FAMILY, STRANGER, MOTHER, 1, null);
  }

  @Test
  void for_a_ward_the_guardian_acts_and_for_nobody_else() {
    earn(child, 10, DAY, 100);
    earn(mother, 10, DAY, 100);
    refused(Reason.GUARDIAN_NEEDED, CHILD, MOTHER, 1, null);
    refused(Reason.NOT_GUARDIAN, CHILD, MOTHER, 1, STRANGER);
    refused(Reason.NOT_GUARDIAN, MOTHER, CHILD, 1, CHILD);
    child(1);
    assertThat(mother.available(DAY)).isEqualTo(11);
  }

  /** The child gives to the mother, who acts for it. */
  private void child(long points) {
    PointsSent sent = (PointsSent) give(CHILD, MOTHER, points, MOTHER).sent().getFirst();
    assertThat(sent.by()).isEqualTo(MOTHER);
  }

  private Passed give(CustomerId from, CustomerId to, long points, @Nullable CustomerId by) {
    Passed passed = Transferring.decide(ledger(from), ledger(to), family(),
        new TransferPoints(from, to, UUID.randomUUID(), by, points, DAY));
    evolve(ledger(from), passed.sent());
    evolve(ledger(to), passed.received());
    return passed;
  }

  private void refused(Reason reason, CustomerId from, CustomerId to, long points, @Nullable CustomerId by) {
    assertThatThrownBy(() -> give(from, to, points, by)).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private Ledger ledger(CustomerId customer) {
    return customer.equals(CHILD) ? child : customer.equals(MOTHER) ? mother : new Ledger();
  }

  /** The mother is the child's guardian. */
  private static Family family() {
    Recorded link = new Recorded(1, LINK, null, null, CHILD.value(), "family.linked", 1, DAY, DAY, Metadata.NONE,
        new FamilyLinked(MOTHER, null, true));
    return new Family(customer -> customer.equals(CHILD) ? List.of(link) : List.of(), DAY);
  }

  private static void evolve(Ledger ledger, List<LoyaltyEvent> decided) {
    decided.forEach(ledger::evolve);
  }

  private static Lot earn(Ledger ledger, long points, Instant at, int days) {
    return add(ledger, points, at, at, at.plus(Duration.ofDays(days)));
  }

  /** The lot has the id of its cause. */
  private static Lot add(Ledger ledger, long points, Instant earned, Instant active, Instant expires) {
    UUID cause = UUID.randomUUID();
    Lot lot = new Lot(cause, points, earned, active, expires);
    evolve(ledger, ledger.credit(new PointsEarned(cause, "purchase.made", cause, 1, "default-1", "purchase", points,
        BigDecimal.ONE, 1, lot, List.of(), List.of(), null)));
    return lot;
  }
}
