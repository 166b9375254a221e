package io.anamnesis.query.loyalty;

import static io.anamnesis.query.Lives.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.ReviewEvent.Ground;
import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;
import io.anamnesis.projections.ProjectionContract;
import io.anamnesis.query.Lives;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReviewsProjectionTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T02:15:00Z");
  private static final Sealed REASON = new Sealed("c.AQICAwQFBgcICQ");
  private static final StaffId BY = new StaffId("S-1");

  private final ReviewsProjection reviews = new ReviewsProjection();

  @Test
  void what_is_told_again_keeps_its_place_and_the_id_that_a_reader_knows() {
    List<Recorded> life = new ArrayList<>(List.of(event(1, at(1), held(1, 500)), event(2, at(2), held(2, 40))));
    UUID known = fold(life).open().getFirst().reviewId();
    life.add(event(3, at(1), held(1, 300)));
    ReviewsState state = fold(life);
    assertThat(state.open()).extracting(ReviewsState.Open::points).containsExactly(300L, 40L);
    assertThat(state.open().getFirst().reviewId()).isEqualTo(known).isEqualTo(life.getFirst().eventId());
    assertThat(state.open().getFirst().since()).isEqualTo(life.getFirst().recordedAt());
  }

  @Test
  void who_has_nothing_open_is_as_if_nothing_had_ever_been_held() {
    List<Recorded> life = List.of(event(1, at(1), held(1, 500)), event(2, at(2), held(2, 40)),
        event(3, at(3), held(3, 7)), event(4, at(1), new HoldLifted(cause(1), "purchase.made", cause(9), when(1))),
        event(5, at(50), new AwardReleased(cause(8), cause(2), "purchase.made", REASON, BY, when(50))),
        event(6, at(51), new AwardRefused(cause(8), cause(3), "purchase.made", REASON, BY, when(51))));
    assertThat(fold(life)).isEqualTo(reviews.initial());
  }

  @Test
  void what_is_held_anew_after_it_was_free_is_another_review() {
    List<Recorded> life = List.of(event(1, at(1), held(1, 500)),
        event(2, at(1), new HoldLifted(cause(1), "purchase.made", cause(9), when(1))),
        event(3, at(1), held(1, 500)));
    assertThat(fold(life).open()).extracting(ReviewsState.Open::reviewId).containsExactly(life.getLast().eventId());
  }

  /** Decisions on an interaction carry its instant, and a person's word none that lies before it. */
  @Property(tries = 200)
  void it_keeps_the_contract_of_projections(@ForAll long seed) {
    Random random = new Random(seed);
    List<Recorded> life = new ArrayList<>();
    for (int position = 1; position <= 30; position++) {
      int interaction = random.nextInt(6);
      ReviewEvent any = switch (random.nextInt(5)) {
        case 0 -> new HoldLifted(cause(interaction), "purchase.made", cause(9), when(interaction));
        case 1 -> new AwardReleased(cause(8), cause(interaction), "purchase.made", REASON, BY, when(50 + position));
        case 2 -> new AwardRefused(cause(8), cause(interaction), "purchase.made", REASON, BY, when(50 + position));
        default -> held(interaction, 1 + random.nextInt(9));
      };
      boolean word = any instanceof AwardReleased || any instanceof AwardRefused;
      // Nothing of an interaction is held after a person has said something of it.
      boolean said = life.stream().map(event -> (ReviewEvent) event.event()).anyMatch(before -> before.cause()
          .equals(any.cause()) && (before instanceof AwardReleased || before instanceof AwardRefused));
      if (!said) {
        life.add(event(position, at(word ? 50 + position : interaction), any));
      }
    }
    ProjectionContract.holds(reviews, life);
  }

  private ReviewsState fold(List<Recorded> life) {
    return Lives.fold(reviews, life).state();
  }

  private static AwardHeld held(int interaction, long points) {
    return new AwardHeld(cause(interaction), "purchase.made", cause(interaction), when(interaction), "default-1",
        new Hold(Ground.REFUNDS, 12, 14, 30, List.of(cause(7))), points, List.of(new HeldAward("purchase", points)));
  }

  private static UUID cause(int number) {
    return new UUID(5, number);
  }

  private static Instant when(int hours) {
    return BEGIN.plus(Duration.ofHours(hours));
  }

  private static String at(int hours) {
    return when(hours).toString();
  }
}
