package io.anamnesis.query.referral;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.events.referral.ReferralDecision.State;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a referral stands at an instant, as the person who was referred is told.
 *
 * @param referrer who referred
 * @param referred whom
 * @param state claimed, visited, paid or refused
 * @param reason why it is refused, or not rewarded: not-eligible, earlier-claim, lapsed, withdrawn, month-full or
 *     no-terms; null where nothing is against it
 * @param claim event id of the fact that says so
 * @param goodUntil without a visit before this instant the claim lapses
 * @param programme version whose terms hold
 * @param visitAt the first visit
 * @param paidAt when the first purchase was past refunding
 * @param undoneAt when a refund left too little of it
 * @param rewards of the customer who is asked about
 */
public record ReferralAnswer(String referrer, String referred, String state, @Nullable String reason, UUID claim,
    Instant claimedAt, Instant goodUntil, String programme, @Nullable Instant visitAt, @Nullable Instant paidAt,
    @Nullable Instant undoneAt, List<RewardAnswer> rewards) {

  /** As decided, whatever the instant. */
  private record Decided(Claimed claim, State state, @Nullable Milestone visit, @Nullable Milestone paid) {}

  static Optional<ReferralAnswer> of(String referrer, StandingChanged standing, ReferralsState state, Instant at) {
    Claimed claim = new Claimed(standing.claim(), new CustomerId(referrer), standing.claimedAt(),
        standing.goodUntil(), standing.programme(), standing.reason());
    return at(new Decided(claim, standing.state(), standing.visit(), standing.paid()), standing.referred().value(),
        state, at);
  }

  /** The claim that is good; where none is, the earliest. */
  static Optional<ReferralAnswer> of(String referred, ReferralDecided decided, ReferralsState state, Instant at) {
    List<Claimed> known = decided.claims().stream().filter(one -> !one.claimedAt().isAfter(at)).toList();
    return known.stream().filter(one -> one.reason() == null).findFirst().or(() -> known.stream().findFirst())
        .flatMap(claim -> {
          boolean good = claim.reason() == null;
          return at(new Decided(claim, good ? State.CLAIMED : State.REFUSED, good ? decided.visit() : null,
              good ? decided.paid() : null), referred, state, at);
        });
  }

  private static Optional<ReferralAnswer> at(Decided decided, String referred, ReferralsState state, Instant at) {
    Claimed claim = decided.claim;
    if (claim.claimedAt().isAfter(at)) {
      return Optional.empty();
    }
    Milestone visit = reached(decided.visit, at);
    Milestone paid = reached(decided.paid, at);
    Instant undone = paid == null || paid.undoneAt() == null || paid.undoneAt().isAfter(at) ? null : paid.undoneAt();
    Reason reason = reason(claim, visit, at);
    String referrer = claim.referrer().value();
    return Optional.of(new ReferralAnswer(referrer, referred, RewardAnswer.word(state(reason, visit, paid, undone)),
        reason == null ? null : ToldReason.of(reason), claim.claim(), claim.claimedAt(), claim.goodUntil(),
        claim.programme(),
        at(visit), at(paid), undone, state.rewardsFor(referrer, referred, at)));
  }

  /** A claim lapses with time, whatever is decided later; and a month is not full before the visit. */
  private static @Nullable Reason reason(Claimed claim, @Nullable Milestone visit, Instant at) {
    boolean inTime = at.isBefore(claim.goodUntil());
    if (claim.reason() == Reason.LAPSED && inTime || claim.reason() == Reason.MONTH_FULL && visit == null) {
      return null;
    }
    return claim.reason() == null && visit == null && !inTime ? Reason.LAPSED : claim.reason();
  }

  private static State state(@Nullable Reason reason, @Nullable Milestone visit, @Nullable Milestone paid,
      @Nullable Instant undone) {
    if (reason != null && reason != Reason.MONTH_FULL) {
      return State.REFUSED;
    }
    if (visit == null) {
      return State.CLAIMED;
    }
    return paid != null && undone == null ? State.PAID : State.VISITED;
  }

  private static @Nullable Milestone reached(@Nullable Milestone milestone, Instant at) {
    return milestone == null || milestone.at().isAfter(at) ? null : milestone;
  }

  private static @Nullable Instant at(@Nullable Milestone milestone) {
    return milestone == null ? null : milestone.at();
  }
}
