package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is not given out before a person has looked at it. That it is held, and that it is held no longer, follows from the facts;
 * what a person says of it holds whatever is told of other facts later.
 */
public sealed interface ReviewEvent extends LoyaltyEvent {

  /** Event id of the interaction whose awards are held. */
  UUID cause();

  /**
   * What rules give for an interaction is held. Told again for the same cause when it would be worth something else, or is held
   * for something else.
   *
   * @param because event id of the fact that led to it: the cause itself, unless something late did
   * @param occurredAt when the cause occurred
   * @param programme version that decides on the cause
   * @param points what waits, greater than zero: the sum of {@code awards}
   * @param awards what waits, by rule
   */
  @Decision("loyalty.award-held")
  record AwardHeld(UUID cause, String causeType, UUID because, Instant occurredAt, String programme, Hold hold,
      long points, List<HeldAward> awards) implements ReviewEvent {}

  /** What a rule would give, after caps and refunds. */
  record HeldAward(String rule, long points) {}

  /**
   * Why an award is held.
   *
   * @param found so many purchases were refunded, or so many times was something shared, the last time included
   * @param among so many purchases; null of shares
   * @param span within so many local days before a purchase, or so many minutes up to a share
   * @param facts event ids of the refunds, or of the shares: the last few
   */
  record Hold(Ground ground, int found, @Nullable Integer among, int span, List<UUID> facts) {}

  /** What an award is held for. */
  enum Ground {
    /** Too much of what was bought before was refunded. */
    REFUNDS,
    /** Too much was shared in too short a time. */
    SHARES
  }

  /**
   * Facts that were told later leave no reason to hold the award, or nothing of it.
   *
   * @param because event id of the fact that led to it
   * @param occurredAt when the cause occurred
   */
  @Decision("loyalty.hold-lifted")
  record HoldLifted(UUID cause, String causeType, UUID because, Instant occurredAt) implements ReviewEvent {}

  /**
   * A person found nothing wrong: the award is given as if it had never been held, now and whatever is told later.
   *
   * @param reviewId event id of the first {@link AwardHeld} since the award was last given, as far as the person knew
   */
  @Decision("loyalty.award-released")
  record AwardReleased(UUID reviewId, UUID cause, String causeType, @Personal(STAFF_REASON) Sealed reason, StaffId by,
      Instant releasedAt) implements ReviewEvent {}

  /** A person refused the award: nothing is given for the cause, whatever is told later. As {@link AwardReleased}. */
  @Decision("loyalty.award-refused")
  record AwardRefused(UUID reviewId, UUID cause, String causeType, @Personal(STAFF_REASON) Sealed reason, StaffId by,
      Instant refusedAt) implements ReviewEvent {}
}
