package io.anamnesis.events.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgrammeTest {
  private final Programme programme = Programme.standard();

  @Test
  void points_expire_at_the_first_instant_of_the_13th_local_month_after_the_month_of_earning() {
    assertThat(programme.expiresAt(Instant.parse("2025-03-31T15:59:59Z"))).isEqualTo("2026-03-31T16:00:00Z");
    assertThat(programme.expiresAt(Instant.parse("2025-03-31T16:00:00Z"))).isEqualTo("2026-04-30T16:00:00Z");
  }

  @Test
  void spend_becomes_active_seven_local_days_later_at_the_same_wall_time_and_everything_else_at_once() {
    Instant paid = Instant.parse("2026-03-01T02:15:00Z");
    assertThat(programme.activeAt(rule("purchase"), paid)).isEqualTo("2026-03-08T02:15:00Z");
    assertThat(programme.activeAt(rule("visit"), paid)).isEqualTo(paid);
  }

  @Test
  void a_level_is_valid_twelve_months_to_the_local_months_end() {
    assertThat(programme.validUntil(Instant.parse("2026-03-15T00:00:00Z"))).isEqualTo("2027-03-31T16:00:00Z");
    // 29 February clamps to 28 February.
    assertThat(programme.validUntil(Instant.parse("2024-02-29T02:00:00Z"))).isEqualTo("2025-02-28T16:00:00Z");
  }

  @Test
  void awards_of_the_twelve_months_before_qualify_the_earlier_end_exclusive_and_clamped() {
    assertThat(programme.qualifyingAfter(Instant.parse("2024-02-29T02:00:00Z"))).isEqualTo("2023-02-28T02:00:00Z");
  }

  @Test
  void thresholds_are_reached_not_passed() {
    assertThat(List.of(0L, 999L, 1_000L, 4_999L, 5_000L, 20_000L, 50_000L)).extracting(programme::levelFor)
        .containsExactly(1, 1, 2, 2, 3, 4, 5);
  }

  @Test
  void a_level_has_all_lower_benefits_unless_it_replaces_one_of_the_same_kind() {
    assertThat(programme.benefitsAt(3)).extracting(Programme.Benefit::kind).containsExactly("member-gifts",
        "points-mall", "free-item", "discount", "check-up");
    assertThat(programme.benefitsAt(5)).filteredOn(benefit -> benefit.kind().equals("discount")).singleElement()
        .satisfies(benefit -> assertThat(benefit.percent()).isEqualByComparingTo("12"));
  }

  private Programme.EarningRule rule(String name) {
    return programme.rules().stream().filter(rule -> rule.name().equals(name)).findFirst().orElseThrow();
  }
}
