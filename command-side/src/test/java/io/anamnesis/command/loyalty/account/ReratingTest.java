package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.Original;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.Effect;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Caps, refunds, late, corrected and withdrawn facts, as the rules tell them. */
class ReratingTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");

  private final Earning earning = new Earning(ProgrammeVersions.standard());
  private final Account account = new Account();
  private long position;

  @Test
  void a_sign_in_on_a_late_day_5_moves_the_bonus_from_day_12_to_day_7_and_says_why() {
    Told.At[] signIns = new Told.At[13];
    for (int day : new int[]{1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12}) {
      signIns[day] = at(day, new Told.SignIn());
      happens(signIns[day]);
    }
    Told.At late = at(5, new Told.SignIn());
    List<LoyaltyEvent> decided = happens(late);

    assertThat(decided).hasSize(3).allMatch(event -> switch (event) {
      case PointsEarned award -> award.because().equals(late.id());
      case PointsClawedBack back -> back.because().equals(late.id());
      default -> false;
    });
    assertThat(award(decided, 0).rule()).isEqualTo("sign-in");
    assertThat(award(decided, 0).cause()).isEqualTo(late.id());
    assertThat(award(decided, 1).rule()).isEqualTo("sign-in-streak");
    assertThat(award(decided, 1).cause()).isEqualTo(signIns[7].id());
    assertThat(award(decided, 1).lot().earnedAt()).isEqualTo(signIns[7].at());
    PointsClawedBack back = (PointsClawedBack) decided.get(2);
    assertThat(back.cause()).isEqualTo(signIns[12].id());
    assertThat(back.why()).isEqualTo(Why.LATE_FACT);
    assertThat(back.undone()).isEqualTo(10);
    assertThat(back.owed()).as("what is given comes first").isZero();
  }

  @Test
  void what_earns_nothing_says_which_cap_left_nothing() {
    happens(at(1, new Told.Share("A")));
    PointsNotEarned repeated = (PointsNotEarned) happens(at(1, new Told.Share("A"))).getFirst();
    assertThat(repeated.reason()).isEqualTo(Reason.REPEATED);
    assertThat(repeated.cap().name()).isEqualTo("content");
    happens(at(1, new Told.Share("B")));
    happens(at(1, new Told.Share("C")));
    PointsNotEarned capped = (PointsNotEarned) happens(at(1, new Told.Share("D"))).getFirst();
    assertThat(capped.reason()).isEqualTo(Reason.CAPPED);
    assertThat(capped.cap().limit()).isEqualTo(3);
  }

  @Test
  void the_award_that_crosses_the_months_cap_is_cut_to_what_is_left() {
    for (int day = 1; day <= 24; day++) {
      happens(at(day, new Told.Visit()));
    }
    PointsEarned cut = award(happens(at(25, new Told.Activity("K"))), 0);
    assertThat(cut.points()).isEqualTo(20);
    assertThat(cut.cap().left()).isEqualTo(20);
    assertThat(happens(at(26, new Told.Visit()))).singleElement().isInstanceOf(PointsNotEarned.class);
    assertThat(award(happens(at(27, purchase("P", 100_00))), 0).points()).as("purchases are without a cap")
        .isEqualTo(100);
  }

  @Test
  void what_one_interaction_earns_by_two_rules_is_cut_by_what_both_leave_of_the_month() {
    for (int day = 1; day <= 22; day++) {
      happens(at(day, new Told.Visit()));
    }
    happens(at(1, new Told.Share("A")));
    happens(at(1, new Told.Survey("S", null)));
    for (int day = 17; day <= 22; day++) {
      happens(at(day, new Told.SignIn()));
    }
    // 490 points so far, and the seventh day in a row.
    List<LoyaltyEvent> decided = happens(at(23, new Told.SignIn()));
    assertThat(decided).extracting(event -> ((PointsEarned) event).points()).containsExactly(5L, 5L);
    assertThat(award(decided, 1).cap().left()).isEqualTo(5);
  }

  @Test
  void a_capped_day_still_counts_in_a_streak() {
    for (int day = 0; day < 25; day++) {
      happens(at(day, new Told.Visit()));
    }
    for (int day = 25; day < 31; day++) {
      assertThat(happens(at(day, new Told.SignIn()))).as("500 in March").singleElement()
          .isInstanceOf(PointsNotEarned.class);
    }
    assertThat(happens(at(31, new Told.SignIn()))).as("the first of April is the seventh day in a row")
        .extracting(event -> ((PointsEarned) event).points()).containsExactly(5L, 10L);
  }

  @Test
  void a_refund_takes_what_the_remaining_amount_would_not_have_earned_by_the_multiplier_of_its_own_day() {
    happens(at(1, purchase("P-1", 20_000_00)));
    PointsEarned award = award(happens(at(2, purchase("P-2", 99_90))), 0);
    assertThat(award.points()).isEqualTo(149);

    List<LoyaltyEvent> decided = happens(at(3, new Told.Refund("P-2", "CNY", 0, 33_30)));
    PointsClawedBack back = (PointsClawedBack) decided.get(1);
    assertThat(back.undone()).as("149 less 66.60 × 1.5").isEqualTo(50);
    assertThat(back.parts().getFirst().points()).isEqualTo(99);
    assertThat(back.why()).isEqualTo(Why.REFUND);
    assertThat(back.from()).singleElement()
        .satisfies(taken -> assertThat(taken.lotId()).isEqualTo(award.lot().lotId()));
  }

  @Test
  void a_refund_lowers_no_level_that_was_held_before_it() {
    happens(at(1, purchase("P-1", 20_000_00)));
    List<LoyaltyEvent> decided = happens(at(2, new Told.Refund("P-1", "CNY", 0, 20_000_00)));
    assertThat(decided).noneMatch(TierRevised.class::isInstance);
    assertThat(account.levelAt(DAY.plus(3, ChronoUnit.DAYS))).isEqualTo(4);
    // What was taken back counts no more for the next one.
    assertThat(happens(at(3, purchase("P-2", 30_000_00)))).noneMatch(TierReached.class::isInstance);
  }

  @Test
  void an_award_of_just_twelve_months_before_counts_no_longer() {
    happens(new Told.At(Instant.parse("2025-03-10T02:00:00Z"), ++position, purchase("P-1", 600_00)));
    assertThat(happens(new Told.At(Instant.parse("2026-03-10T02:00:00Z"), ++position, purchase("P-2", 400_00))))
        .noneMatch(TierReached.class::isInstance);
    assertThat(happens(new Told.At(Instant.parse("2026-03-10T02:00:01Z"), ++position, purchase("P-3", 600_00))))
        .anyMatch(TierReached.class::isInstance);
  }

  @Test
  void a_refund_that_waited_takes_effect_with_its_purchase() {
    Told.At refund = at(5, new Told.Refund("P-1", "CNY", 0, 40_00));
    assertThat(happens(refund)).singleElement().satisfies(
        event -> assertThat(((RefundNoted) event).effect()).isEqualTo(Effect.UNKNOWN_PURCHASE));
    List<LoyaltyEvent> decided = happens(at(1, purchase("P-1", 100_00)));

    assertThat(((RefundNoted) decided.getFirst()).effect()).isEqualTo(Effect.TAKEN);
    assertThat(award(decided, 1).points()).as("lifetime points are what was awarded").isEqualTo(100);
    PointsClawedBack back = (PointsClawedBack) decided.get(2);
    assertThat(back.undone()).isEqualTo(40);
    assertThat(back.because()).isEqualTo(refund.id());
  }

  @Test
  void a_withdrawn_purchase_takes_back_its_points_and_the_level_and_multiplier_after_it() {
    Told.At large = at(1, purchase("P-1", 20_000_00));
    happens(large);
    happens(at(2, purchase("P-2", 99_90)));
    Told.At statement = at(5, new Told.SignIn());
    List<LoyaltyEvent> decided = happens(Change.withdrawing(statement.recorded(),
        new Original(large.id(), "purchase.made", 1, large.position(), large.at(), large.at())));

    assertThat(decided).filteredOn(PointsClawedBack.class::isInstance).extracting(event -> (PointsClawedBack) event)
        .extracting(PointsClawedBack::why, PointsClawedBack::undone)
        .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple(Why.WITHDRAWAL, 20_000L),
            org.assertj.core.groups.Tuple.tuple(Why.LATE_FACT, 50L));
    assertThat(decided).anyMatch(InteractionWithdrawn.class::isInstance);
    assertThat(decided).filteredOn(TierRevised.class::isInstance).singleElement().satisfies(event -> {
      TierRevised revised = (TierRevised) event;
      assertThat(revised.from()).isEqualTo(large.at());
      assertThat(revised.steps()).isEmpty();
    });
    assertThat(account.levelAt(DAY.plus(9, ChronoUnit.DAYS))).isEqualTo(1);
  }

  @Test
  void a_corrected_share_is_counted_by_its_new_content() {
    Told.At share = at(1, new Told.Share("A"));
    happens(share);
    Told.At other = new Told.At(share.at(), share.position(), new Told.Share("B"));
    List<LoyaltyEvent> decided = happens(
        new Change(at(2, new Told.SignIn()).recorded(), List.of(other.recorded()), null));

    assertThat(decided).singleElement().isInstanceOf(InteractionCorrected.class);
    assertThat(happens(at(1, new Told.Share("B")))).singleElement().isInstanceOf(PointsNotEarned.class);
    assertThat(award(happens(at(1, new Told.Share("A"))), 0).points()).isEqualTo(10);
  }

  @Test
  void a_late_award_that_reaches_a_level_earlier_replaces_the_course_told_before() {
    happens(at(5, purchase("P-1", 900_00)));
    happens(at(9, purchase("P-2", 900_00)));
    assertThat(account.levelAt(DAY.plus(6, ChronoUnit.DAYS))).isEqualTo(1);
    List<LoyaltyEvent> decided = happens(at(1, purchase("P-0", 200_00)));

    assertThat(decided).filteredOn(TierRevised.class::isInstance).singleElement().satisfies(
        event -> assertThat(((TierRevised) event).from()).isEqualTo(DAY.plus(5, ChronoUnit.DAYS)));
    assertThat(decided).filteredOn(TierReached.class::isInstance).as("told anew").singleElement().satisfies(
        event -> assertThat(((TierReached) event).reachedAt()).isEqualTo(DAY.plus(5, ChronoUnit.DAYS)));
    assertThat(account.levelAt(DAY.plus(6, ChronoUnit.DAYS))).isEqualTo(2);
    // 900 × 1.1 by the level that is held now on day 9.
    assertThat(decided).filteredOn(PointsEarned.class::isInstance).extracting(event -> ((PointsEarned) event).points())
        .containsExactly(200L, 90L);
  }

  private static Told.Purchase purchase(String id, long cents) {
    return new Told.Purchase(id, "CNY", List.of(cents), 0);
  }

  private Told.At at(int day, Told told) {
    position++;
    return new Told.At(DAY.plus(day, ChronoUnit.DAYS), position, told);
  }

  private List<LoyaltyEvent> happens(Told.At fact) {
    return happens(Change.of(fact.recorded()));
  }

  private List<LoyaltyEvent> happens(Change change) {
    List<LoyaltyEvent> decided = earning.decide(account, change);
    decided.forEach(account::evolve);
    return decided;
  }

  private static PointsEarned award(List<LoyaltyEvent> decided, int index) {
    return (PointsEarned) decided.get(index);
  }

  @Test
  void a_purchase_that_reaches_the_account_after_its_withdrawal_earns_nothing() {
    Told.At bought = at(1, purchase("P-1", 100_00));
    Told.At statement = at(2, new Told.SignIn());
    List<LoyaltyEvent> heeded = happens(Change.withdrawing(statement.recorded(),
        new Original(bought.id(), "purchase.made", 1, bought.position(), bought.at(), bought.at())));

    assertThat(heeded).singleElement().isInstanceOf(InteractionWithdrawn.class);
    assertThat(happens(bought)).isEmpty();
  }

  @Test
  void a_purchase_that_reaches_the_account_after_its_correction_stays_corrected() {
    Told.At bought = at(1, purchase("P-1", 100_00));
    Told.At corrected = new Told.At(bought.at(), bought.position(), purchase("P-1", 10_00));
    List<LoyaltyEvent> decided =
        happens(new Change(at(2, new Told.SignIn()).recorded(), List.of(corrected.recorded()), null));

    assertThat(award(decided, 1).points()).isEqualTo(10);
    assertThat(happens(bought)).isEmpty();
  }

  @Test
  void an_earlier_correction_told_again_after_a_later_one_changes_nothing() {
    Told.At bought = at(1, purchase("P-1", 100_00));
    Change same = new Change(at(2, new Told.SignIn()).recorded(), List.of(bought.recorded()), null);
    Told.At less = new Told.At(bought.at(), bought.position(), purchase("P-1", 10_00));
    Change later = new Change(at(3, new Told.SignIn()).recorded(), List.of(less.recorded()), null);
    happens(bought);

    assertThat(happens(same)).as("recorded although no points change").singleElement()
        .isInstanceOf(InteractionCorrected.class);
    assertThat(happens(later)).anyMatch(PointsClawedBack.class::isInstance);
    assertThat(happens(same)).isEmpty();
    assertThat(happens(later)).isEmpty();
    assertThat(happens(bought)).isEmpty();
  }

  @Test
  void an_earlier_correction_of_a_refund_told_again_after_a_later_one_changes_nothing() {
    happens(at(1, purchase("P-1", 100_00)));
    Told.At refund = at(2, new Told.Refund("P-1", "CNY", 0, 40_00));
    Change same = new Change(at(3, new Told.SignIn()).recorded(), List.of(refund.recorded()), null);
    Told.At less = new Told.At(refund.at(), refund.position(), new Told.Refund("P-1", "CNY", 0, 10_00));
    Change later = new Change(at(4, new Told.SignIn()).recorded(), List.of(less.recorded()), null);
    happens(refund);

    assertThat(happens(same)).singleElement().isInstanceOf(RefundNoted.class);
    assertThat(happens(later)).isNotEmpty();
    assertThat(happens(same)).isEmpty();
  }
}
