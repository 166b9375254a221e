package io.anamnesis.command.loyalty.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent.Reason;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LevelEvent.TierWillExpire;
import io.anamnesis.events.loyalty.LevelEvent.TierWillStay;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of a level after it was reached, as the rules tell it. Local midnight is 16:00 of the day before. */
class RetentionTest {
  private static final Instant VALID_UNTIL = Instant.parse("2026-03-31T16:00:00Z");
  private static final Instant GRACE_UNTIL = Instant.parse("2026-05-30T16:00:00Z");
  private static final CustomerId CUSTOMER = new CustomerId("C-1");

  private final Earning earning = new Earning(ProgrammeVersions.standard());
  private final Account account = new Account();
  private final Appointments appointments = new Appointments();
  private long position;

  @Test
  void a_level_that_is_earned_anew_is_valid_for_twelve_months_more() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2025-04-01T02:00:00Z", "P-2", 1_000);
    assertThat(sweep("2026-03-31T15:59:59Z")).noneMatch(TierRetained.class::isInstance);

    TierRetained retained = only(sweep("2026-03-31T16:00:00Z"), TierRetained.class);
    assertThat(retained.at()).isEqualTo(VALID_UNTIL);
    assertThat(retained.held().level()).isEqualTo(2);
    assertThat(retained.held().validUntil()).isEqualTo("2027-03-31T16:00:00Z");
    assertThat(retained.qualifyingPoints()).as("those of March 2025 are too old").isEqualTo(1_100);
  }

  @Test
  void a_level_that_is_not_earned_anew_is_kept_through_sixty_days_of_grace_and_then_falls_by_one() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    List<LoyaltyEvent> due = sweep("2026-05-30T15:59:59Z");
    TierGraceBegun grace = only(due, TierGraceBegun.class);
    assertThat(grace.at()).isEqualTo(VALID_UNTIL);
    assertThat(grace.held().graceUntil()).isEqualTo(GRACE_UNTIL);
    assertThat(account.levelAt(Instant.parse("2026-05-30T15:59:59Z"))).isEqualTo(3);

    TierDowngraded down = only(sweep("2026-05-30T16:00:00Z"), TierDowngraded.class);
    assertThat(down.at()).isEqualTo(GRACE_UNTIL);
    assertThat(down.from()).isEqualTo(3);
    assertThat(down.held().level()).as("one, though nothing justifies it").isEqualTo(2);
    assertThat(down.held().validUntil()).as("as any level from when it is held").isEqualTo("2027-05-31T16:00:00Z");
    assertThat(down.reason()).isEqualTo(Reason.NOT_EARNED_ANEW);
    assertThat(account.levelAt(GRACE_UNTIL)).isEqualTo(2);
  }

  @Test
  void nobody_falls_below_level_one() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    sweep("2030-01-01T00:00:00Z");
    assertThat(account.levelAt(Instant.parse("2030-01-01T00:00:00Z"))).isEqualTo(1);
    assertThat(sweep("2040-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void what_fell_due_before_a_purchase_is_decided_before_it_is_rated_though_no_clock_came_by() {
    bought("2025-03-10T02:00:00Z", "P-1", 20_000);
    List<LoyaltyEvent> decided = bought("2026-05-30T16:00:00Z", "P-2", 100);
    assertThat(only(decided, PointsEarned.class).points()).as("× 1.2 of level 3").isEqualTo(120);
    assertThat(only(decided, TierDowngraded.class).held().level()).isEqualTo(3);
    assertThat(decided).anyMatch(TierGraceBegun.class::isInstance);
  }

  @Test
  void in_grace_the_multiplier_is_kept() {
    bought("2025-03-10T02:00:00Z", "P-1", 20_000);
    assertThat(only(bought("2026-05-30T15:59:59Z", "P-2", 100), PointsEarned.class).points()).isEqualTo(150);
  }

  @Test
  void a_threshold_reached_again_in_grace_keeps_the_level_as_valid_as_if_it_were_reached_then() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2025-12-01T02:00:00Z", "P-2", 500);
    TierKept kept = only(bought("2026-04-10T02:00:00Z", "P-3", 500), TierKept.class);
    assertThat(kept.held().level()).isEqualTo(2);
    assertThat(kept.held().graceUntil()).isNull();
    assertThat(kept.held().validUntil()).isEqualTo("2027-04-30T16:00:00Z");
    assertThat(sweep("2026-12-31T00:00:00Z")).isEmpty();
  }

  @Test
  void a_level_reached_only_with_points_since_clawed_back_falls_at_the_end_of_the_month_to_what_the_rest_justifies() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2025-06-10T02:00:00Z", "P-2", 4_500);
    TierFallSet fall = only(refunded("2025-07-31T15:00:00Z", "P-2", 4_000), TierFallSet.class);
    assertThat(fall.held().fallsAt()).isEqualTo("2025-07-31T16:00:00Z");
    assertThat(only(bought("2025-07-31T15:59:59Z", "P-3", 100), PointsEarned.class).points()).as("still level 3")
        .isEqualTo(120);

    TierDowngraded fell = only(sweep("2025-07-31T16:00:00Z"), TierDowngraded.class);
    assertThat(fell.held().level()).isEqualTo(2);
    assertThat(fell.reason()).isEqualTo(Reason.CLAWED_BACK);
    assertThat(fell.at()).isEqualTo("2025-07-31T16:00:00Z");
    assertThat(fell.held().validUntil()).isEqualTo("2026-08-31T16:00:00Z");
  }

  @Test
  void a_refund_of_points_that_the_level_does_not_rest_on_lowers_nobody() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_200);
    assertThat(refunded("2025-03-11T02:00:00Z", "P-1", 200)).noneMatch(TierFallSet.class::isInstance);
    bought("2025-04-10T02:00:00Z", "P-2", 1_000);
    assertThat(refunded("2025-04-11T02:00:00Z", "P-2", 1_000)).noneMatch(TierFallSet.class::isInstance);
    assertThat(sweep("2026-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void who_earns_anew_by_the_end_of_the_month_what_was_clawed_back_keeps_the_level() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    refunded("2025-03-11T02:00:00Z", "P-1", 1_000);
    bought("2025-03-12T02:00:00Z", "P-2", 1_000);
    TierKept kept = only(sweep("2025-03-31T16:00:00Z"), TierKept.class);
    assertThat(kept.held().fallsAt()).isNull();
    assertThat(kept.held().validUntil()).as("as before").isEqualTo(VALID_UNTIL);
  }

  @Test
  void a_fall_waits_until_the_customer_leaves_hospital_and_a_promotion_does_not() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    happens("2026-05-01T02:00:00Z", new Told.Admitted("S-1"));
    assertThat(sweep("2026-08-01T00:00:00Z")).noneMatch(TierDowngraded.class::isInstance);
    assertThat(only(bought("2026-08-01T02:00:00Z", "P-2", 100), PointsEarned.class).points()).isEqualTo(120);
    TierDowngraded down = only(happens("2026-08-02T03:00:00Z", new Told.Discharged("S-1")), TierDowngraded.class);
    assertThat(down.at()).isEqualTo("2026-08-02T03:00:00Z");

    happens("2026-08-03T02:00:00Z", new Told.Admitted("S-2"));
    assertThat(only(bought("2026-08-04T02:00:00Z", "P-3", 50_000), TierReached.class).level()).isEqualTo(5);
  }

  @Test
  void the_threshold_can_be_reached_again_as_long_as_a_fall_waits() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    happens("2026-05-01T02:00:00Z", new Told.Admitted("S-1"));
    assertThat(only(bought("2026-08-01T02:00:00Z", "P-2", 1_000), TierKept.class).held().validUntil())
        .isEqualTo("2027-08-31T16:00:00Z");
  }

  @Test
  void an_open_complaint_holds_a_fall_off_for_ninety_days_at_most_and_a_suggestion_for_none() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    happens("2026-05-01T02:00:00Z", new Told.Filed("K-0", true));
    happens("2026-05-20T02:00:00Z", new Told.Filed("K-1", false));
    assertThat(sweep("2026-08-18T01:59:59Z")).noneMatch(TierDowngraded.class::isInstance);
    assertThat(only(sweep("2026-08-18T02:00:00Z"), TierDowngraded.class).at()).isEqualTo("2026-08-18T02:00:00Z");
  }

  @Test
  void a_complaint_filed_again_under_its_id_holds_no_longer_than_once() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    happens("2026-03-20T02:00:00Z", new Told.Filed("K-1", false));
    happens("2026-05-01T02:00:00Z", new Told.Resolved("K-1"));
    happens("2026-05-20T02:00:00Z", new Told.Filed("K-1", false));
    assertThat(only(sweep("2026-12-31T00:00:00Z"), TierDowngraded.class).at()).as("ninety days after 20 March")
        .isEqualTo("2026-06-18T02:00:00Z");
  }

  @Test
  void a_resolved_complaint_lets_the_fall_take_place() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    happens("2026-05-20T02:00:00Z", new Told.Filed("K-1", false));
    assertThat(only(happens("2026-06-10T02:00:00Z", new Told.Resolved("K-1")), TierDowngraded.class).at())
        .isEqualTo("2026-06-10T02:00:00Z");
  }

  @Test
  void a_late_fact_decides_the_judgement_anew_and_what_was_bought_since() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    sweep("2026-06-01T00:00:00Z");
    bought("2026-06-02T02:00:00Z", "P-3", 1_000);
    List<LoyaltyEvent> decided = bought("2026-01-10T02:00:00Z", "P-2", 5_000);

    assertThat(only(decided, TierRevised.class).from()).isEqualTo(VALID_UNTIL);
    assertThat(only(decided, TierRetained.class).held().level()).isEqualTo(3);
    assertThat(decided).filteredOn(PointsEarned.class::isInstance).extracting(event -> ((PointsEarned) event).points())
        .as("6,000, and what P-3 earns more by level 3 than by level 2").containsExactly(6_000L, 100L);
    assertThat(account.levelAt(Instant.parse("2026-07-01T00:00:00Z"))).isEqualTo(3);
  }

  @Test
  void a_withdrawn_purchase_decides_a_judgement_anew_that_the_clock_had_taken() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    Told.At second = at("2026-01-10T02:00:00Z", purchase("P-2", 5_000));
    take(Change.of(second.recorded()));
    sweep("2026-06-01T00:00:00Z");
    assertThat(account.levelAt(Instant.parse("2026-06-01T00:00:00Z"))).isEqualTo(3);
    Recorded statement = at("2026-06-02T00:00:00Z", new Told.SignIn()).recorded();
    List<LoyaltyEvent> decided = take(Change.withdrawing(statement,
        new Original(second.id(), "purchase.made", 1, second.position(), second.at(), second.at())));
    assertThat(only(decided, TierGraceBegun.class).at()).isEqualTo(VALID_UNTIL);
    assertThat(only(sweep("2026-06-02T00:00:00Z"), TierDowngraded.class).at()).isEqualTo(GRACE_UNTIL);
  }

  @Test
  void the_customer_is_warned_thirty_and_seven_days_before_a_level_ends_that_would_not_be_kept() {
    assertThat(only(bought("2025-03-10T02:00:00Z", "P-1", 1_000), TierReached.class).warnings())
        .containsExactly(Instant.parse("2026-03-01T16:00:00Z"), Instant.parse("2026-03-24T16:00:00Z"));
    assertThat(sweep("2026-03-01T15:59:59Z")).isEmpty();
    TierWillExpire first = only(sweep("2026-03-01T16:00:05Z"), TierWillExpire.class);
    assertThat(first.at()).as("dated when it was due").isEqualTo("2026-03-01T16:00:00Z");
    assertThat(first.missing()).isEqualTo(1_000);
    assertThat(sweep("2026-03-02T00:00:00Z")).as("once").isEmpty();
    bought("2026-03-05T02:00:00Z", "P-2", 300);
    assertThat(only(sweep("2026-03-24T16:00:00Z"), TierWillExpire.class).missing()).isEqualTo(670);
  }

  @Test
  void who_will_keep_a_level_is_not_warned_and_that_is_recorded() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2026-01-10T02:00:00Z", "P-2", 1_000);
    assertThat(sweep("2026-03-01T16:00:00Z")).singleElement().isInstanceOf(TierWillStay.class);
    refunded("2026-03-05T02:00:00Z", "P-2", 500);
    assertThat(sweep("2026-03-10T00:00:00Z")).as("30 days before has passed").isEmpty();
    assertThat(only(sweep("2026-03-25T00:00:00Z"), TierWillExpire.class).missing()).isEqualTo(450);
  }

  @Test
  void nobody_is_warned_at_an_instant_that_had_passed_when_its_cause_was_recorded() {
    Instant recorded = Instant.parse("2026-03-10T00:00:00Z");
    TierReached reached =
        only(take(Change.of(recordedAt(recorded, at("2025-03-10T02:00:00Z", purchase("P-1", 1_000))))),
            TierReached.class);
    assertThat(reached.warnings()).containsExactly(Instant.parse("2026-03-24T16:00:00Z"));
    assertThat(sweep("2026-03-10T00:00:01Z")).isEmpty();
  }

  @Test
  void a_history_of_years_is_judged_and_warns_of_nothing_that_is_past() {
    Instant recorded = Instant.parse("2026-03-10T00:00:00Z");
    take(Change.of(recordedAt(recorded, at("2019-03-10T02:00:00Z", purchase("P-1", 60_000)))));
    List<LoyaltyEvent> due = sweep(recorded.toString());
    assertThat(due).filteredOn(TierDowngraded.class::isInstance).hasSize(4);
    assertThat(sweep(recorded.toString())).isEmpty();
  }

  @Test
  void a_person_gives_at_least_a_level_and_purchases_earn_by_it_until_it_ends() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2025-06-10T02:00:00Z", "P-2", 100);
    List<LoyaltyEvent> given = give("2025-06-01T00:00:00Z", 4, "2025-07-01T00:00:00Z");
    assertThat(only(given, PointsEarned.class).points()).as("150 for what was bought since, in place of 110")
        .isEqualTo(40);
    assertThat(account.levelAt(Instant.parse("2025-05-31T23:59:59Z"))).isEqualTo(2);
    assertThat(account.levelAt(Instant.parse("2025-06-01T00:00:00Z"))).isEqualTo(4);
    assertThat(account.levelAt(Instant.parse("2025-07-01T00:00:00Z"))).isEqualTo(2);
    assertThat(only(bought("2025-07-01T00:00:00Z", "P-3", 100), PointsEarned.class).points()).isEqualTo(110);
    give("2025-08-01T00:00:00Z", 1, "2026-08-01T00:00:00Z");
    assertThat(account.levelAt(Instant.parse("2025-08-02T00:00:00Z"))).as("it lowers nobody").isEqualTo(2);
  }

  @Test
  void a_given_level_is_withdrawn_once() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    give("2025-06-01T00:00:00Z", 4, "2025-12-01T00:00:00Z");
    withdraw("2025-06-10T00:00:00Z");
    assertThat(account.levelAt(Instant.parse("2025-06-10T00:00:00Z"))).isEqualTo(2);
    assertThatThrownBy(() -> withdraw("2025-06-11T00:00:00Z")).isInstanceOfSatisfying(Refused.class,
        refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NO_OVERRIDE));
  }

  @Test
  void a_refund_of_points_that_a_level_was_kept_with_takes_it_as_well() {
    bought("2025-03-10T02:00:00Z", "P-1", 1_000);
    bought("2026-03-10T02:00:00Z", "P-2", 1_000);
    sweep("2026-04-01T00:00:00Z");
    assertThat(only(refunded("2026-04-02T02:00:00Z", "P-2", 1_000), TierFallSet.class).held().fallsAt())
        .isEqualTo("2026-04-30T16:00:00Z");
    assertThat(only(sweep("2026-05-01T00:00:00Z"), TierDowngraded.class).held().level()).isEqualTo(1);
  }

  @Test
  void a_late_fact_that_changes_no_level_revises_none_that_the_clock_had_told() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    sweep("2026-06-01T00:00:00Z");
    assertThat(bought("2026-02-01T02:00:00Z", "P-2", 100)).singleElement().isInstanceOf(PointsEarned.class);
    assertThat(account.levelAt(Instant.parse("2026-06-01T00:00:00Z"))).isEqualTo(2);
  }

  @Test
  void of_both_at_one_instant_the_fall_of_clawed_back_points_comes_before_the_end_of_grace() {
    bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    happens("2026-05-01T02:00:00Z", new Told.Admitted("S-1"));
    refunded("2026-05-10T02:00:00Z", "P-1", 3_500);
    TierDowngraded fell = only(happens("2026-07-01T02:00:00Z", new Told.Discharged("S-1")), TierDowngraded.class);
    assertThat(fell.reason()).isEqualTo(Reason.CLAWED_BACK);
    assertThat(fell.held().level()).isEqualTo(1);
  }

  @Test
  void a_level_held_again_by_a_withdrawal_is_judged_though_its_end_had_gone_by_with_nothing_to_decide() {
    clockComesBy(bought("2025-01-10T02:00:00Z", "P-1", 1_000), "2025-06-01T00:00:00Z");
    Told.At second = at("2025-06-10T02:00:00Z", purchase("P-2", 4_500));
    assertThat(clockComesBy(take(Change.of(second.recorded())), "2026-03-10T00:00:00Z")).as("but a benefit's next year")
        .singleElement().isInstanceOf(BenefitGranted.class);

    List<LoyaltyEvent> decided = clockComesBy(withdrawn("2026-03-10T00:00:00Z", second), "2026-03-10T00:00:00Z");
    assertThat(only(decided, TierGraceBegun.class).at()).isEqualTo("2026-01-31T16:00:00Z");
    assertThat(only(clockComesBy(List.of(), "2026-06-01T00:00:00Z"), TierDowngraded.class).at())
        .isEqualTo("2026-04-01T16:00:00Z");
  }

  @Test
  void a_fall_takes_place_that_waited_for_a_stay_that_was_none() {
    List<LoyaltyEvent> reached = bought("2025-03-10T02:00:00Z", "P-1", 5_000);
    clockComesBy(reached, "2026-05-01T00:00:00Z");
    Told.At stay = at("2026-05-01T02:00:00Z", new Told.Admitted("S-1"));
    assertThat(clockComesBy(take(Change.of(stay.recorded())), "2026-06-10T00:00:00Z")).isEmpty();
    assertThat(only(clockComesBy(withdrawn("2026-06-10T00:00:00Z", stay), "2026-06-10T00:00:00Z"),
        TierDowngraded.class).at()).isEqualTo(GRACE_UNTIL);
  }

  @Test
  void a_fall_takes_place_that_waited_for_a_stay_whose_end_was_told_late() {
    clockComesBy(bought("2025-03-10T02:00:00Z", "P-1", 5_000), "2026-05-01T00:00:00Z");
    clockComesBy(happens("2026-05-01T02:00:00Z", new Told.Admitted("S-1")), "2026-06-10T00:00:00Z");
    List<LoyaltyEvent> told = happens("2026-05-20T02:00:00Z", new Told.Discharged("S-1"));
    assertThat(only(clockComesBy(told, "2026-06-10T00:00:00Z"), TierDowngraded.class).at()).isEqualTo(GRACE_UNTIL);
  }

  /**
   * The clock comes by at what is due, and at nothing else.
   *
   * @param decided since it came by last
   * @return what it decides
   */
  private List<LoyaltyEvent> clockComesBy(List<LoyaltyEvent> decided, String until) {
    Instant now = Instant.parse(until);
    decided.forEach(event -> appointments.note(event, now));
    List<LoyaltyEvent> all = new ArrayList<>();
    while (appointments.keep(now)) {
      List<LoyaltyEvent> due = sweep(until);
      while (!due.isEmpty()) {
        due.forEach(event -> appointments.note(event, now));
        all.addAll(due);
        due = sweep(until);
      }
    }
    return all;
  }

  private List<LoyaltyEvent> withdrawn(String at, Told.At fact) {
    Recorded statement = at(at, new Told.SignIn()).recorded();
    return take(Change.withdrawing(statement, new Original(fact.id(), fact.recorded().type(), 1, fact.position(),
        fact.at(), fact.at())));
  }

  private List<LoyaltyEvent> bought(String at, String id, int yuan) {
    return happens(at, purchase(id, yuan));
  }

  private List<LoyaltyEvent> refunded(String at, String id, int yuan) {
    List<LoyaltyEvent> decided = happens(at, new Told.Refund(id, "CNY", 0, yuan * 100L));
    assertThat(decided).anyMatch(PointsClawedBack.class::isInstance);
    return decided;
  }

  private List<LoyaltyEvent> happens(String at, Told told) {
    return take(Change.of(at(at, told).recorded()));
  }

  private Told.At at(String at, Told told) {
    return new Told.At(Instant.parse(at), ++position, told);
  }

  private static Told.Purchase purchase(String id, int yuan) {
    return new Told.Purchase(id, "CNY", List.of(yuan * 100L), 0);
  }

  private static Recorded recordedAt(Instant recordedAt, Told.At fact) {
    Recorded told = fact.recorded();
    return new Recorded(told.position(), told.eventId(), null, null, told.subject(), told.type(), 1,
        told.occurredAt(), recordedAt, told.metadata(), told.event());
  }

  private List<LoyaltyEvent> give(String at, int level, String until) {
    return evolve(Overriding.give(account, new LevelCommand.Give(CUSTOMER, UUID.randomUUID(), level,
        "default-1", Instant.parse(until), new Sealed("c.1"), new StaffId("S-1"), Instant.parse(at)), earning));
  }

  private void withdraw(String at) {
    evolve(Overriding.withdraw(account, new LevelCommand.Withdraw(CUSTOMER, UUID.randomUUID(), new Sealed("c.1"),
        new StaffId("S-1"), Instant.parse(at)), earning));
  }

  private List<LoyaltyEvent> sweep(String at) {
    return evolve(earning.due(account, Instant.parse(at)));
  }

  private List<LoyaltyEvent> take(Change change) {
    return evolve(earning.decide(account, change));
  }

  private List<LoyaltyEvent> evolve(List<LoyaltyEvent> decided) {
    List<LoyaltyEvent> events = new ArrayList<>(decided);
    events.forEach(account::evolve);
    return events;
  }

  private static <T extends LoyaltyEvent> T only(List<LoyaltyEvent> events, Class<T> type) {
    List<T> all = events.stream().filter(type::isInstance).map(type::cast).toList();
    assertThat(all).as("%s in %s", type.getSimpleName(), events).hasSize(1);
    return all.getFirst();
  }
}
