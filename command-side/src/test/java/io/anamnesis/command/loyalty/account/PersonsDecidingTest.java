package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.account.PersonsCommand.Wish;
import io.anamnesis.command.loyalty.account.PersonsRequest.Kind;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.PersonsEvent.AdjustmentRejected;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one person may decide on points alone, and what takes two. */
class PersonsDecidingTest {
  private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
  private static final Instant SOON = Instant.parse("2026-03-31T16:00:00Z");
  private static final Instant LATER = Instant.parse("2026-04-30T16:00:00Z");
  private static final StaffId MEI = new StaffId("mei.chen");
  private static final StaffId LI = new StaffId("li.wang");
  private static final Sealed REASON = new Sealed("c.1");
  private static final UUID ID = new UUID(1, 1);

  private final Ledger ledger = new Ledger();
  private final PersonsRequests requests = new PersonsRequests();
  private final BookedAlone alone = new BookedAlone();

  private List<LoyaltyEvent> record(List<LoyaltyEvent> decided) {
    decided.forEach(ledger::evolve);
    decided.forEach(requests::evolve);
    return decided;
  }

  private List<LoyaltyEvent> decide(UUID id, Wish wish, StaffId by, @Nullable Long limit) {
    return decide(id, wish, by, limit, NOW);
  }

  private List<LoyaltyEvent> decide(UUID id, Wish wish, StaffId by, @Nullable Long limit, Instant at) {
    List<LoyaltyEvent> decided = record(PersonsDeciding.decide(ledger, requests, alone,
        new PersonsCommand(new CustomerId("C-1"), id, wish, by, at), RandomPersons.programme(limit)));
    if (decided.getFirst() instanceof PointsAdjusted made) {
      alone.evolve(made, at);
    }
    return decided;
  }

  private boolean isBooked(long points, StaffId by, String at) {
    UUID id = UUID.randomUUID();
    return decide(id, new Wish.Adjust(points, REASON), by, 1000L, Instant.parse(at))
        .getFirst() instanceof PointsAdjusted;
  }

  private static void refused(Reason reason, ThrowingCallable decision) {
    assertThatThrownBy(decision).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(reason));
  }

  private void given(UUID lot, long points, Instant activeAt, Instant expiresAt) {
    record(List.of(new PointsAdjusted(lot, points, REASON, MEI, null,
        new Lot(lot, points, NOW.minusSeconds(60), activeAt, expiresAt), List.of())));
  }

  @Test
  void up_to_the_limit_one_person_books_and_above_it_another_is_needed() {
    assertThat(decide(ID, new Wish.Adjust(1000, REASON), MEI, 1000L)).containsExactly(new PointsAdjusted(ID, 1000,
        REASON, MEI, null, new Lot(ID, 1000, NOW, NOW, Instant.parse("2027-03-31T16:00:00Z")), List.of()));
    UUID more = new UUID(2, 2);
    assertThat(decide(more, new Wish.Adjust(1001, REASON), MEI, 1000L))
        .containsExactly(new AdjustmentRequested(more, 1001, REASON, MEI));
    assertThat(ledger.available(NOW)).isEqualTo(1000);
    refused(Reason.SAME_PERSON, () -> decide(more, new Wish.Approve(Kind.ADJUSTMENT), MEI, 1000L));
    assertThat(decide(more, new Wish.Approve(Kind.ADJUSTMENT), LI, 1000L).getFirst())
        .isInstanceOfSatisfying(PointsAdjusted.class, booked -> {
          assertThat(booked.by()).isEqualTo(MEI);
          assertThat(booked.approvedBy()).isEqualTo(LI);
        });
    refused(Reason.ALREADY_DECIDED, () -> decide(more, new Wish.Approve(Kind.ADJUSTMENT), LI, 1000L));
    assertThat(ledger.available(NOW)).isEqualTo(2001);
  }

  @Test
  void many_small_adjustments_of_a_person_count_together_until_the_local_day_is_over() {
    assertThat(isBooked(600, MEI, "2026-03-01T02:00:00Z")).isTrue();
    assertThat(isBooked(-300, MEI, "2026-03-01T02:05:00Z")).as("what is taken counts like what is given").isTrue();
    assertThat(isBooked(101, MEI, "2026-03-01T09:00:00Z")).as("one above the limit").isFalse();
    assertThat(isBooked(100, MEI, "2026-03-01T15:59:59.999999Z")).as("what was asked for only does not count").isTrue();
    assertThat(isBooked(-1, MEI, "2026-03-01T15:59:59.999999Z")).isFalse();
    assertThat(isBooked(1000, LI, "2026-03-01T15:59:59.999999Z")).as("another person").isTrue();
    assertThat(isBooked(1000, MEI, "2026-03-01T16:00:00Z")).as("the next day in Shanghai").isTrue();
    assertThat(isBooked(1, MEI, "2026-03-02T15:59:59Z")).isFalse();
  }

  @Test
  void what_two_decided_leaves_what_one_may_alone() {
    decide(ID, new Wish.Adjust(5000, REASON), MEI, 1000L);
    decide(ID, new Wish.Approve(Kind.ADJUSTMENT), LI, 1000L);
    assertThat(isBooked(1000, MEI, NOW.toString())).isTrue();
  }

  @Test
  void the_limit_holds_for_what_is_taken_too_and_without_one_every_adjustment_takes_two() {
    given(new UUID(9, 9), 3000, NOW, SOON);
    assertThat(decide(ID, new Wish.Adjust(-1001, REASON), MEI, 1000L).getFirst())
        .isInstanceOf(AdjustmentRequested.class);
    assertThat(decide(new UUID(2, 2), new Wish.Adjust(1, REASON), MEI, null).getFirst())
        .isInstanceOf(AdjustmentRequested.class);
    assertThat(decide(new UUID(3, 3), new Wish.Adjust(-1, REASON), MEI, 0L).getFirst())
        .isInstanceOf(AdjustmentRequested.class);
  }

  @Test
  void what_is_taken_comes_from_active_lots_earliest_expiry_first_and_never_from_what_is_reserved_or_pending() {
    given(new UUID(9, 1), 30, NOW, LATER);
    given(new UUID(9, 2), 20, NOW, SOON);
    given(new UUID(9, 3), 500, NOW.plusSeconds(1), SOON);
    record(Redeeming.reserve(ledger, new UUID(7, 7), new RewardId("R"), 1, Bill.ofPoints(10), NOW,
        RedemptionTerms.STANDARD));
    refused(Reason.NOT_ENOUGH_POINTS, () -> decide(ID, new Wish.Adjust(-41, REASON), MEI, 1000L));
    assertThat(decide(ID, new Wish.Adjust(-40, REASON), MEI, 1000L)).containsExactly(new PointsAdjusted(ID, -40, REASON,
        MEI, null, null,
        List.of(new Allocation(new UUID(9, 2), 10, SOON), new Allocation(new UUID(9, 1), 30, LATER))));
    assertThat(ledger.reserved()).isEqualTo(10);
    assertThat(ledger.arrears()).isZero();
  }

  @Test
  void what_has_gone_meanwhile_cannot_be_taken_when_it_is_approved_and_can_be_asked_again() {
    given(new UUID(9, 1), 50, NOW, SOON);
    decide(ID, new Wish.Adjust(-50, REASON), MEI, null);
    decide(new UUID(2, 2), new Wish.Adjust(-1, REASON), MEI, 1000L);
    refused(Reason.NOT_ENOUGH_POINTS, () -> decide(ID, new Wish.Approve(Kind.ADJUSTMENT), LI, null));
    decide(new UUID(3, 3), new Wish.Adjust(1, REASON), MEI, 1000L);
    assertThat(decide(ID, new Wish.Approve(Kind.ADJUSTMENT), LI, null)).hasSize(1);
    assertThat(ledger.available(NOW)).isZero();
  }

  @Test
  void who_asked_may_take_it_back() {
    decide(ID, new Wish.Adjust(5000, REASON), MEI, 1000L);
    assertThat(decide(ID, new Wish.Reject(Kind.ADJUSTMENT), MEI, 1000L))
        .containsExactly(new AdjustmentRejected(ID, 5000, MEI));
    refused(Reason.ALREADY_DECIDED, () -> decide(ID, new Wish.Approve(Kind.ADJUSTMENT), LI, 1000L));
    assertThat(ledger.available(NOW)).isZero();
  }

  @Test
  void an_adjustment_is_no_write_off_and_nobody_decides_on_what_was_never_asked() {
    decide(ID, new Wish.Adjust(5000, REASON), MEI, 1000L);
    refused(Reason.UNKNOWN_WRITE_OFF, () -> decide(ID, new Wish.Approve(Kind.WRITE_OFF), LI, 1000L));
    refused(Reason.UNKNOWN_ADJUSTMENT, () -> decide(new UUID(8, 8), new Wish.Reject(Kind.ADJUSTMENT), LI, 1000L));
    refused(Reason.MORE_THAN_OWED, () -> decide(new UUID(8, 8), new Wish.WriteOff(1, REASON), MEI, 1000L));
  }
}
