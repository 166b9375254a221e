package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static io.anamnesis.query.Lives.level;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.projections.GivenLife;

class TierProjectionTest {
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
    assertThat(later.toRetain()).isZero();
    assertThat(later.validUntil()).isEqualTo("2027-01-31T16:00:00Z");
  }

  @Test
  void what_is_missing_to_keep_a_level_grows_as_awards_get_too_old() {
    Recorded[] life = {event(1, "2025-01-10T00:00:00Z", award("2025-01-10T00:00:00Z", 900, 0)),
        event(2, "2025-06-10T00:00:00Z", award("2025-06-10T00:00:00Z", 150, 0)),
        event(3, "2025-06-10T00:00:00Z", level(2, "2025-06-10T00:00:00Z"))};
    assertThat(at("2026-02-01T00:00:00Z", life).toRetain()).isEqualTo(850);
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
