package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.award;
import static io.anamnesis.query.Lives.event;
import static io.anamnesis.query.Lives.fold;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.GivenLife;
import io.anamnesis.query.loyalty.PointsFigures.Expiry;

class PointsProjectionTest {
  private final PointsProjection points = new PointsProjection();

  private PointsFigures at(String instant, Recorded... life) {
    return GivenLife.of(points, life).answer(instant).figures();
  }

  @Test
  void who_never_earned_has_nothing_and_nothing_expires() {
    assertThat(at("2026-01-01T00:00:00Z")).isEqualTo(new PointsFigures(0, 0, 0, 0, 0, 0, null));
  }

  @Test
  void a_lot_is_pending_before_its_active_instant_and_available_from_it_on() {
    Recorded award = event(1, "2026-03-01T02:15:00Z", award("2026-03-01T02:15:00Z", 100, 7));
    assertThat(at("2026-03-08T02:14:59Z", award)).extracting(PointsFigures::pending, PointsFigures::available)
        .containsExactly(100L, 0L);
    assertThat(at("2026-03-08T02:15:00Z", award)).extracting(PointsFigures::pending, PointsFigures::available)
        .containsExactly(0L, 100L);
  }

  @Test
  void a_lot_is_unavailable_from_the_instant_of_its_expiry_on_and_still_counts_as_earned() {
    Recorded award = event(1, "2025-03-31T15:59:59Z", award("2025-03-31T15:59:59Z", 100, 0));
    assertThat(at("2026-03-31T15:59:59Z", award).available()).isEqualTo(100);
    assertThat(at("2026-03-31T16:00:00Z", award)).isEqualTo(new PointsFigures(0, 0, 0, 0, 100, 0, null));
  }

  @Test
  void what_expires_next_is_every_lot_of_the_earliest_expiry_pending_ones_too() {
    PointsFigures figures =
        at("2026-03-20T00:00:00Z", event(1, "2026-04-02T00:00:00Z", award("2026-04-02T00:00:00Z", 7, 0)),
            event(2, "2026-03-02T00:00:00Z", award("2026-03-02T00:00:00Z", 10, 0)),
            event(3, "2026-03-19T00:00:00Z", award("2026-03-19T00:00:00Z", 20, 7)));
    assertThat(figures.nextExpiry()).isEqualTo(new Expiry(30, Instant.parse("2027-03-31T16:00:00Z")));
  }

  @Test
  void lots_that_expired_long_before_the_latest_award_leave_the_row_but_not_the_sum() {
    Folded<PointsState> folded =
        fold(points, event(1, "2020-01-01T00:00:00Z", award("2020-01-01T00:00:00Z", 5, 0)),
            event(2, "2026-01-01T00:00:00Z", award("2026-01-01T00:00:00Z", 6, 0)));
    assertThat(folded.state().slots().slots()).hasSize(1);
    assertThat(folded.state().earned()).isEqualTo(11);
  }

  @Test
  void a_lot_that_could_still_be_asked_about_stays() {
    // The latest award lies a day ahead of the clock, just past the expiry of the first.
    Folded<PointsState> folded =
        fold(points, event(1, "2025-03-15T00:00:00Z", award("2025-03-15T00:00:00Z", 5, 0)),
            event(2, "2026-04-01T12:00:00Z", award("2026-04-01T12:00:00Z", 6, 0)));
    assertThat(points.answer(folded, Instant.parse("2026-03-31T15:00:00Z")).figures().available()).isEqualTo(5);
  }
}
