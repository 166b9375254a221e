package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static io.anamnesis.query.Lives.level;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted.Kind;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.projections.GivenLife;

class TierProjectionTest {
  private static final Programme FEWER = fewer(Programme.standard());

  private final TierProjection tier = new TierProjection(LevelTerms.of(Programme.standard()));

  private TierFigures at(String instant, Recorded... life) {
    return GivenLife.of(tier, life).answer(instant).figures();
  }

  @Test
  void everybody_begins_at_level_1_which_is_never_lost() {
    TierFigures figures = at("2026-01-01T00:00:00Z");
    assertThat(figures.level()).isEqualTo(1);
    assertThat(figures.qualifyingPoints()).isZero();
    assertThat(figures.toNext()).isEqualTo(1_000);
    assertThat(figures.toRetain()).isZero();
    assertThat(figures.validUntil()).isNull();
    assertThat(figures.benefits()).extracting(TierFigures.Benefit::kind).containsExactly("member-gifts", "points-mall");
  }

  @Test
  void awards_of_the_twelve_months_before_qualify_the_earlier_end_excluded_the_later_included() {
    Recorded award = event(1, "2025-03-01T02:00:00Z", award("2025-03-01T02:00:00Z", 100, 7));
    assertThat(at("2025-03-01T01:59:59Z", award).qualifyingPoints()).isZero();
    assertThat(at("2025-03-01T02:00:00Z", award).qualifyingPoints()).isEqualTo(100);
    assertThat(at("2026-03-01T01:59:59Z", award).qualifyingPoints()).isEqualTo(100);
    assertThat(at("2026-03-01T02:00:00Z", award).qualifyingPoints()).isZero();
  }

  @Test
  void twelve_months_before_the_29th_of_february_is_the_28th() {
    // In the programme's zone: 29 Feb 2024 10:00 in Shanghai.
    Recorded award = event(1, "2023-02-28T02:00:00Z", award("2023-02-28T02:00:00Z", 100, 0));
    assertThat(at("2024-02-29T01:59:59Z", award).qualifyingPoints()).isEqualTo(100);
    assertThat(at("2024-02-29T02:00:00Z", award).qualifyingPoints()).isZero();
  }

  @Test
  void the_level_is_the_highest_reached_by_the_instant() {
    Recorded[] life = {event(1, "2026-01-10T00:00:00Z", award("2026-01-10T00:00:00Z", 5_200, 7)),
        event(2, "2026-01-10T00:00:00Z", level(3, "2026-01-10T00:00:00Z")),
        event(3, "2026-02-10T00:00:00Z", level(2, "2026-02-10T00:00:00Z"))};
    assertThat(at("2026-01-09T23:59:59Z", life).level()).isEqualTo(1);
    assertThat(at("2026-01-10T00:00:00Z", life).level()).isEqualTo(3);
    TierFigures later = at("2026-03-01T00:00:00Z", life);
    assertThat(later.level()).isEqualTo(3);
    assertThat(later.toNext()).isEqualTo(14_800);
    assertThat(later.toRetain()).as("what was earned by then will be too old").isEqualTo(5_000);
    assertThat(later.validUntil()).isEqualTo("2027-01-31T16:00:00Z");
  }

  @Test
  void what_is_missing_to_keep_a_level_is_counted_by_awards_that_will_count_when_it_is_judged() {
    Recorded[] life = {event(1, "2025-01-10T00:00:00Z", award("2025-01-10T00:00:00Z", 900, 0)),
        event(2, "2025-06-10T00:00:00Z", award("2025-06-10T00:00:00Z", 150, 0)),
        event(3, "2025-06-10T00:00:00Z", level(2, "2025-06-10T00:00:00Z")),
        event(4, "2025-08-10T00:00:00Z", award("2025-08-10T00:00:00Z", 300, 0))};
    assertThat(at("2026-02-01T00:00:00Z", life).toRetain()).isEqualTo(700);
  }

  @Test
  void a_level_is_judged_at_the_end_of_its_validity_also_before_that_is_recorded() {
    Recorded reached = event(1, "2025-03-10T02:00:00Z", level(3, "2025-03-10T02:00:00Z"));
    TierFigures valid = at("2026-03-31T15:59:59Z", reached);
    assertThat(valid.validUntil()).isEqualTo("2026-03-31T16:00:00Z");
    assertThat(valid.graceUntil()).isNull();
    TierFigures grace = at("2026-03-31T16:00:00Z", reached);
    assertThat(grace.level()).isEqualTo(3);
    assertThat(grace.graceUntil()).isEqualTo("2026-05-30T16:00:00Z");
    TierFigures fallen = at("2026-05-30T16:00:00Z", reached);
    assertThat(fallen.level()).isEqualTo(2);
    assertThat(fallen.validUntil()).isEqualTo("2027-05-31T16:00:00Z");
    assertThat(fallen.graceUntil()).isNull();

    Recorded enough = event(2, "2025-06-10T02:00:00Z", award("2025-06-10T02:00:00Z", 5_000, 0));
    assertThat(at("2026-03-31T16:00:00Z", reached, enough).validUntil()).isEqualTo("2027-03-31T16:00:00Z");
  }

  @Test
  void a_stay_holds_a_fall_off_also_before_that_is_recorded() {
    Recorded reached = event(1, "2025-03-10T02:00:00Z", level(3, "2025-03-10T02:00:00Z"));
    Recorded admitted = event(2, "2026-05-01T00:00:00Z", noted(Kind.ADMITTED, "2026-05-01T00:00:00Z", 2));
    assertThat(at("2026-07-01T00:00:00Z", reached, admitted).level()).isEqualTo(3);
    assertThat(at("2026-07-01T00:00:00Z", reached, admitted).frozen()).isTrue();
    Recorded discharged = event(3, "2026-07-02T00:00:00Z", noted(Kind.DISCHARGED, "2026-07-02T00:00:00Z", 3));
    assertThat(at("2026-07-02T00:00:00Z", reached, admitted, discharged).level()).isEqualTo(2);
    assertThat(at("2026-07-02T00:00:00Z", reached, admitted, discharged).frozen()).isFalse();
  }

  @Test
  void what_is_recorded_of_a_level_is_what_is_answered() {
    Recorded reached = event(1, "2025-03-10T02:00:00Z", level(3, "2025-03-10T02:00:00Z"));
    Standing held = new Standing(3, "default-1", Instant.parse("2026-03-31T16:00:00Z"), null,
        Instant.parse("2025-04-30T16:00:00Z"));
    Recorded set = event(2, "2025-04-10T02:00:00Z",
        new TierFallSet(held, 100, Instant.parse("2025-04-10T02:00:00Z")));
    assertThat(at("2025-04-11T02:00:00Z", reached, set).fallsAt()).isEqualTo("2025-04-30T16:00:00Z");
    assertThat(at("2025-04-30T16:00:00Z", reached, set).level()).isEqualTo(1);
  }

  @Test
  void a_person_gives_at_least_a_level_until_it_ends_or_is_withdrawn() {
    Recorded reached = event(1, "2026-01-10T02:00:00Z", level(2, "2026-01-10T02:00:00Z"));
    UUID id = new UUID(1, 1);
    Recorded given =
        event(2, "2026-02-01T00:00:00Z", new TierOverridden(id, 4, "default-1", Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-08-01T00:00:00Z"), new Sealed("c.1"), new StaffId("S-1")));
    TierFigures held = at("2026-02-01T00:00:00Z", reached, given);
    assertThat(held.level()).isEqualTo(4);
    assertThat(held.validUntil()).isEqualTo("2026-08-01T00:00:00Z");
    assertThat(held.toRetain()).isEqualTo(20_000);
    assertThat(at("2026-08-01T00:00:00Z", reached, given).level()).isEqualTo(2);
    Recorded end = event(3, "2026-03-01T00:00:00Z", new TierOverrideWithdrawn(id,
        Instant.parse("2026-03-01T00:00:00Z"), new Sealed("c.1"), new StaffId("S-1")));
    assertThat(at("2026-03-01T00:00:00Z", reached, given, end).level()).isEqualTo(2);
  }

  @Test
  void a_level_given_under_a_version_of_more_levels_has_that_versions_benefits() {
    Instant at = Instant.parse("2026-01-10T02:00:00Z");
    Recorded reached = event(1, "2026-01-10T02:00:00Z",
        new TierReached(new UUID(1, 2), "fewer", 1, 2, 1_000, at, FEWER.validUntil(at), List.of()));
    Recorded given = event(9, "2026-02-01T00:00:00Z",
        new TierOverridden(new UUID(1, 1), 5, "default-1", Instant.parse("2026-02-01T00:00:00Z"),
            Instant.parse("2026-08-01T00:00:00Z"), new Sealed("c.1"), new StaffId("S-1")));
    TierProjection since = new TierProjection(new Succession(FEWER, Programme.standard(), 8));
    TierFigures held = GivenLife.of(since, reached, given).answer("2026-02-01T00:00:00Z").figures();
    assertThat(held.level()).isEqualTo(5);
    assertThat(held.toNext()).isNull();
    assertThat(held.toRetain()).isEqualTo(50_000);
    assertThat(held.benefits()).extracting(TierFigures.Benefit::kind).contains("care-manager");
  }

  @Test
  void a_level_above_the_highest_of_its_version_has_the_benefits_of_that() {
    Recorded reached = event(1, "2026-01-10T02:00:00Z", level(5, "2026-01-10T02:00:00Z"));
    TierProjection fewer = new TierProjection(LevelTerms.of(FEWER));
    TierFigures held = GivenLife.of(fewer, reached).answer("2026-02-01T00:00:00Z").figures();
    assertThat(held.toNext()).isNull();
    assertThat(held.benefits()).extracting(TierFigures.Benefit::kind).containsExactly("member-gifts", "points-mall",
        "free-item", "discount", "check-up");
  }

  /** One version in force, and another for what is recorded from a position on. */
  private record Succession(Programme first, Programme second, long position) implements LevelTerms {
    @Override
    public Programme of(String version) {
      return version.equals(second.version()) ? second : first;
    }

    @Override
    public Programme inForceAt(Instant instant) {
      return second;
    }

    @Override
    public Programme inForceAt(Instant instant, long position) {
      return position < this.position ? first : second;
    }
  }

  private static Programme fewer(Programme of) {
    return new Programme("fewer", of.zone(), of.expiryMonths(), of.qualifyingMonths(), of.validityMonths(), of.rules(),
        of.tiers().subList(0, 3), of.monthlyCap(), of.expiryWarningDays(), of.retention(), of.referral(),
        of.adjustmentLimit(), of.review());
  }

  private static CircumstanceNoted noted(Kind kind, String at, long position) {
    UUID cause = new UUID(2, position);
    return new CircumstanceNoted(cause, kind == Kind.ADMITTED ? "admission.admitted" : "admission.discharged", cause,
        "default-1", kind, "S-1", Instant.parse(at), position, position, null);
  }

  @Test
  void there_is_nothing_above_the_top() {
    assertThat(at("2026-03-01T00:00:00Z", event(1, "2026-01-01T00:00:00Z", level(5, "2026-01-01T00:00:00Z"))).toNext())
        .isNull();
  }

  @Test
  void a_level_is_valid_from_when_it_was_first_reached_also_where_that_was_told_late() {
    assertThat(at("2026-06-01T00:00:00Z", event(1, "2026-05-05T00:00:00Z", level(2, "2026-05-05T00:00:00Z")),
        event(2, "2026-01-05T00:00:00Z", level(2, "2026-01-05T00:00:00Z"))).validUntil())
        .isEqualTo("2027-01-31T16:00:00Z");
  }

  @Test
  void an_award_stays_as_long_as_it_may_qualify_and_leaves_the_row_afterwards() {
    Recorded old = event(1, "2025-03-01T00:00:00Z", award("2025-03-01T00:00:00Z", 10, 0));
    assertThat(at("2026-02-28T12:00:00Z", old, event(2, "2026-02-28T12:00:00Z", award("2026-02-28T12:00:00Z", 5, 0)))
        .qualifyingPoints()).isEqualTo(15);
    assertThat(fold(tier, old, event(2, "2030-06-01T00:00:00Z", award("2030-06-01T00:00:00Z", 5, 0))).state().awards())
        .hasSize(1);
  }
}
