package io.anamnesis.events.loyalty;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.MembershipId;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What falls due of a paid membership, for whoever reminds the customer. It announces; how a membership stands is told by its
 * facts alone.
 */
public sealed interface MembershipEvent extends CustomerEvent {

  /**
   * A paid membership is due for renewal.
   *
   * @param validUntil the last day of the term
   * @param expiresAt the first instant after it
   * @param days so many local days before
   */
  @Decision("loyalty.membership-due")
  record MembershipDue(MembershipId membershipId, @Nullable Code plan, LocalDate validUntil, Instant expiresAt,
      int days) implements MembershipEvent {}

  /**
   * A paid membership was not renewed in its term.
   *
   * @param validUntil the last day of the term
   * @param lapsedAt the first instant after it, whenever it was noted
   */
  @Decision("loyalty.membership-lapsed")
  record MembershipLapsed(MembershipId membershipId, @Nullable Code plan, LocalDate validUntil,
      Instant lapsedAt) implements MembershipEvent {}
}
