package io.anamnesis.command.loyalty.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.ReviewEvent.Ground;
import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Awards that a person is to look at: under limits of two refunds in ten days, and three shares in two hours. */
class HeldAwardsTest {
  private static final Instant DAY = Instant.parse("2026-03-01T02:00:00Z");
  private static final Instant NOW = Instant.parse("2026-04-01T02:00:00Z");

  private final HeldLife life = new HeldLife();

  @Test
  void a_purchase_after_too_many_refunds_is_held_and_the_refunds_are_named() {
    List<UUID> refunds = refunded(2);
    List<LoyaltyEvent> decided = life.tell(hours(10), purchase("P-9", 50_000));
    UUID cause = life.last();
    assertThat(decided).extracting(Object::getClass).containsExactly(PointsNotEarned.class, AwardHeld.class);
    assertThat(((PointsNotEarned) decided.getFirst()).reason()).isEqualTo(LoyaltyEvent.Reason.HELD);
    assertThat(decided.getLast()).isEqualTo(new AwardHeld(cause, "purchase.made", cause, hours(10), "watchful",
        new Hold(Ground.REFUNDS, 2, 2, 10, refunds), 500, List.of(new HeldAward("purchase", 500))));
  }

  @Test
  void refunds_of_little_or_among_many_purchases_hold_nothing() {
    life.tell(hours(0), purchase("P-1", 10_000));
    life.tell(hours(1), refund("P-1", 10_000));
    life.tell(hours(2), purchase("P-2", 10_000));
    life.tell(hours(3), refund("P-2", 5_900));
    assertThat(types(life.tell(hours(4), purchase("P-3", 10_000)))).containsExactly(PointsEarned.class);
    life.tell(hours(5), refund("P-2", 100));
    assertThat(types(life.tell(hours(6), purchase("P-4", 10_000)))).as("two of three")
        .containsExactly(PointsNotEarned.class, AwardHeld.class);
    for (int i = 5; i < 8; i++) {
      life.tell(hours(3).plusSeconds(i), purchase("P-" + i, 100));
    }
    assertThat(types(life.tell(hours(7), purchase("P-8", 10_000)))).as("two of seven")
        .containsExactly(PointsEarned.class);
  }

  @Test
  void purchases_count_through_the_days_before_to_the_instant() {
    refunded(2);
    assertThat(types(life.tell(hours(2 + 24 * 10), purchase("P-8", 10_000))))
        .containsExactly(PointsNotEarned.class, AwardHeld.class);
    assertThat(types(life.tell(hours(2 + 24 * 10).plusSeconds(1), purchase("P-9", 10_000))))
        .containsExactly(PointsEarned.class);
  }

  @Test
  void the_fourth_share_of_two_hours_is_held_and_keeps_its_place_in_the_cap() {
    for (int i = 0; i < 3; i++) {
      life.tell(hours(0).plusSeconds(i), new Told.Share("A-" + i));
    }
    assertThat(life.waiting()).isEmpty();
    assertThat(types(life.tell(hours(1), new Told.Share("A-4")))).as("the cap has nothing left to hold")
        .containsExactly(PointsNotEarned.class);
    Instant midnight = Instant.parse("2026-03-02T16:00:00Z");
    for (int i = 0; i < 2; i++) {
      life.tell(midnight.minusSeconds(60 + i), new Told.Share("B-" + i));
    }
    assertThat(types(life.tell(midnight.plusSeconds(1), new Told.Share("C-1")))).as("the third")
        .containsExactly(PointsEarned.class);
    life.tell(midnight.plusSeconds(2), new Told.Share("C-2"));
    UUID fourth = life.last();
    life.tell(midnight.plusSeconds(3), new Told.Share("C-3"));
    assertThat(life.waiting()).as("two a day, held or not").isEqualTo(Map.of(fourth, 10L));
    assertThat(types(life.say(fourth, Word.RELEASED, NOW))).containsExactly(AwardReleased.class, PointsEarned.class);
    assertThat(life.waiting()).isEmpty();
  }

  @Test
  void what_is_released_is_given_as_of_the_interaction_because_of_the_release() {
    UUID held = held();
    Instant earnedAt = life.facts().get(held).at();
    List<LoyaltyEvent> decided = life.say(held, Word.RELEASED, NOW);
    assertThat(types(decided)).containsExactly(AwardReleased.class, PointsEarned.class);
    PointsEarned award = (PointsEarned) decided.getLast();
    assertThat(award.points()).isEqualTo(500);
    assertThat(award.lot().earnedAt()).isEqualTo(earnedAt);
    assertThat(award.lot().activeAt()).isEqualTo(earnedAt.plus(Duration.ofDays(7)));
    assertThat(award.because()).isNotEqualTo(held);
    assertThat(life.waiting()).isEmpty();
    List<LoyaltyEvent> more = life.tell(hours(3), refund("P-3", 1_000));
    assertThat(more).filteredOn(AwardHeld.class::isInstance).as("whatever is told of other facts").isEmpty();
    assertThat(life.points()).containsEntry(held, 500L);
  }

  @Test
  void what_is_refused_is_never_given_whatever_is_told_later() {
    List<UUID> refunds = refunded(2);
    life.tell(hours(10), purchase("P-9", 50_000));
    UUID held = life.last();
    assertThat(types(life.say(held, Word.REFUSED, NOW))).containsExactly(AwardRefused.class);
    assertThat(life.waiting()).isEmpty();
    refunds.forEach(life::withdraw);
    assertThat(life.points()).doesNotContainKey(held);
    assertThat(types(life.correct(held, purchase("P-9", 70_000)))).doesNotContain(AwardHeld.class, PointsEarned.class);
  }

  @Test
  void refunds_that_are_told_late_take_an_award_back_and_hold_it_and_their_withdrawal_gives_it_again() {
    life.tell(hours(0), purchase("P-1", 10_000));
    life.tell(hours(1), purchase("P-2", 10_000));
    life.tell(hours(10), purchase("P-3", 10_000));
    UUID cause = life.last();
    life.tell(hours(2), refund("P-1", 10_000));
    List<LoyaltyEvent> decided = life.tell(hours(3), refund("P-2", 10_000));
    UUID late = life.last();
    assertThat(decided).filteredOn(AwardHeld.class::isInstance).extracting(event -> ((AwardHeld) event).because())
        .containsExactly(late);
    assertThat(decided).filteredOn(PointsClawedBack.class::isInstance).map(PointsClawedBack.class::cast)
        .filteredOn(back -> back.cause().equals(cause)).extracting(PointsClawedBack::why)
        .containsExactly(Why.LATE_FACT);
    assertThat(life.points()).isEmpty();
    List<LoyaltyEvent> again = life.withdraw(late);
    assertThat(types(again)).contains(HoldLifted.class, PointsEarned.class);
    assertThat(life.waiting()).isEmpty();
    assertThat(life.points()).containsEntry(cause, 100L);
  }

  @Test
  void less_waits_when_what_is_held_is_refunded_and_nothing_when_all_of_it_is_or_it_did_not_happen() {
    UUID held = held();
    life.tell(hours(20), refund("P-9", 20_000));
    assertThat(life.waiting()).isEqualTo(Map.of(held, 300L));
    assertThat(types(life.tell(hours(21), refund("P-9", 30_000)))).contains(HoldLifted.class);
    life.tell(hours(22), purchase("P-10", 10_000));
    UUID other = life.last();
    assertThat(life.waiting()).containsOnlyKeys(other);
    assertThat(types(life.withdraw(other))).contains(HoldLifted.class);
    assertThat(life.waiting()).isEmpty();
  }

  @Test
  void what_was_refunded_before_it_was_worth_anything_is_no_award_of_a_lifetime_once_it_did_not_happen() {
    life.tell(hours(1), refund("P-1", 10_000));
    life.tell(hours(0), purchase("P-1", 0));
    UUID purchase = life.last();
    life.correct(purchase, purchase("P-1", 10_000));
    assertThat(life.awarded()).isEqualTo(100);
    life.withdraw(purchase);
    assertThat(life.awarded()).isZero();
  }

  @Test
  void nobody_decides_twice_nor_on_what_is_not_held_any_more() {
    UUID held = held();
    life.say(held, Word.RELEASED, NOW);
    assertThatThrownBy(() -> life.say(held, Word.REFUSED, NOW)).isInstanceOf(Refused.class)
        .extracting(refused -> ((Refused) refused).reason()).isEqualTo(Reason.ALREADY_REVIEWED);
    life.tell(hours(22), purchase("P-10", 10_000));
    UUID other = life.last();
    life.withdraw(other);
    assertThatThrownBy(() -> life.say(other, Word.RELEASED, NOW)).isInstanceOf(Refused.class)
        .extracting(refused -> ((Refused) refused).reason()).isEqualTo(Reason.REVIEW_CLOSED);
  }

  @Test
  void the_standard_programme_holds_nothing_of_nine_refunds_in_a_month_and_fifty_shares_in_a_day() {
    Earning earning = new Earning(ProgrammeVersions.standard());
    Account account = new Account();
    List<LoyaltyEvent> all = new ArrayList<>();
    long position = 0;
    for (int i = 0; i < 9; i++) {
      for (Told told : List.of(purchase("P-" + i, 10_000), refund("P-" + i, 10_000))) {
        all.addAll(evolved(earning, account, new Told.At(hours(++position), position, told)));
      }
    }
    for (int i = 0; i < 50; i++) {
      all.addAll(
          evolved(earning, account, new Told.At(hours(20).plusSeconds(i), ++position, new Told.Share("A-" + i))));
    }
    all.addAll(evolved(earning, account, new Told.At(hours(100), ++position, purchase("P-100", 10_000))));
    assertThat(all).noneMatch(AwardHeld.class::isInstance);
  }

  private static List<LoyaltyEvent> evolved(Earning earning, Account account, Told.At fact) {
    List<LoyaltyEvent> decided = earning.decide(account, Change.of(fact.recorded()));
    decided.forEach(account::evolve);
    return decided;
  }

  /** A purchase of 500 points ten hours after two that were refunded. */
  private UUID held() {
    refunded(2);
    life.tell(hours(10), purchase("P-9", 50_000));
    assertThat(life.waiting()).isEqualTo(Map.of(life.last(), 500L));
    return life.last();
  }

  private List<UUID> refunded(int purchases) {
    List<UUID> refunds = new ArrayList<>();
    for (int i = 1; i <= purchases; i++) {
      life.tell(hours(2 * i), purchase("P-" + i, 10_000));
      life.tell(hours(2 * i + 1), refund("P-" + i, 10_000));
      refunds.add(life.last());
    }
    return refunds;
  }

  private static Instant hours(long hours) {
    return DAY.plus(Duration.ofHours(hours));
  }

  private static Told purchase(String id, long cents) {
    return new Told.Purchase(id, "CNY", List.of(cents), 0);
  }

  private static Told refund(String purchase, long cents) {
    return new Told.Refund(purchase, "CNY", 0, cents);
  }

  private static List<Class<?>> types(List<LoyaltyEvent> events) {
    return events.stream().<Class<?>>map(Object::getClass).toList();
  }
}
