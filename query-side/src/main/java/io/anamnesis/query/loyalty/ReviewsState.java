package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.ReviewEvent.HeldAward;
import io.anamnesis.events.loyalty.ReviewEvent.Hold;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;

/**
 * A customer's awards that wait for a person, in the order in which they were first held. Who has none is as if none had ever
 * been held.
 */
public record ReviewsState(List<Open> open) {
  static final ReviewsState INITIAL = new ReviewsState(List.of());

  /**
   * Awards of one interaction that are held.
   *
   * @param reviewId event id of what first told that they are
   * @param position of that event
   * @param since when that was recorded
   */
  public record Open(UUID reviewId, long position, Instant since, UUID cause, String causeType, Instant occurredAt,
      String programme, Hold hold, long points, List<HeldAward> awards) {

    private static Open of(Recorded event, AwardHeld held) {
      return new Open(event.eventId(), event.position(), event.recordedAt(), held.cause(), held.causeType(),
          held.occurredAt(), held.programme(), held.hold(), held.points(), held.awards());
    }

    /** The same to whoever has its id, though something else is held by now. */
    private Open now(AwardHeld held) {
      return new Open(reviewId, position, since, cause, causeType, occurredAt, held.programme(), held.hold(),
          held.points(), held.awards());
    }
  }

  ReviewsState with(Recorded event, ReviewEvent about) {
    return switch (about) {
      case AwardHeld held -> with(open.stream().filter(one -> one.cause().equals(held.cause())).findFirst()
          .map(before -> before.now(held)).orElseGet(() -> Open.of(event, held)));
      case HoldLifted lifted -> without(lifted.cause());
      case AwardReleased released -> without(released.cause());
      case AwardRefused refused -> without(refused.cause());
    };
  }

  private ReviewsState with(Open one) {
    List<Open> all = new ArrayList<>(without(one.cause()).open);
    all.add(one);
    all.sort(Comparator.comparingLong(Open::position));
    return new ReviewsState(List.copyOf(all));
  }

  private ReviewsState without(UUID cause) {
    return new ReviewsState(open.stream().filter(one -> !one.cause().equals(cause)).toList());
  }
}
