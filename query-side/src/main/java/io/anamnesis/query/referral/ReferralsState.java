package io.anamnesis.query.referral;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.referral.ReferralDecision.CodeGiven;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.Reward;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.query.fold.Changes;
import io.anamnesis.query.fold.Told;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A customer's referrals as decided last: of two words on the same person, the one recorded later holds.
 *
 * @param people whom the customer referred, by number
 * @param own what was decided of who referred the customer; null where nobody is said to have
 * @param rewards of the customer, by the event that gave them
 * @param revoked of these, by the same event
 * @param code to give to others
 */
public record ReferralsState(SortedMap<String, Latest<StandingChanged>> people, @Nullable Latest<ReferralDecided> own,
    SortedMap<String, Rewarded> rewards, SortedMap<String, Revoked> revoked, @Nullable Told<String> code) {
  public static final ReferralsState INITIAL =
      new ReferralsState(Changes.none(), null, Changes.none(), Changes.none(), null);

  /** A decision that replaces those recorded before it. */
  public record Latest<T>(long position, T decision) {
    static <T> Latest<T> of(@Nullable Latest<T> before, Recorded event, T decision) {
      return before != null && before.position > event.position() ? before : new Latest<>(event.position(), decision);
    }
  }

  public record Rewarded(Instant at, String referrer, String referred, Reward reward, long points) {}

  public record Revoked(Instant at, Why why) {
    private static final Comparator<Revoked> ORDER = Comparator.comparing(Revoked::at).thenComparing(Revoked::why);

    /** A reward is taken back once; told twice, the earlier holds, in whatever order it is folded. */
    static Revoked first(Revoked one, Revoked other) {
      return ORDER.compare(one, other) <= 0 ? one : other;
    }
  }

  ReferralsState with(Recorded event, StandingChanged standing) {
    String referred = standing.referred().value();
    return new ReferralsState(
        Changes.in(people, referred, new Latest<>(0, standing), before -> Latest.of(before, event, standing)), own,
        rewards, revoked, code);
  }

  ReferralsState with(Recorded event, ReferralDecided decided) {
    return new ReferralsState(people, Latest.of(own, event, decided), rewards, revoked, code);
  }

  ReferralsState with(Recorded event, ReferralRewarded reward) {
    Rewarded its = new Rewarded(event.occurredAt(), reward.referrer().value(), reward.referred().value(),
        reward.reward(), reward.points());
    return new ReferralsState(people, own, Changes.in(rewards, event.eventId().toString(), its, before -> its), revoked,
        code);
  }

  ReferralsState with(Recorded event, RewardRevoked revoking) {
    Revoked its = new Revoked(event.occurredAt(), revoking.why());
    return new ReferralsState(people, own, rewards,
        Changes.in(revoked, revoking.rewarded().toString(), its, before -> Revoked.first(before, its)), code);
  }

  ReferralsState with(Recorded event, CodeGiven given) {
    return new ReferralsState(people, own, rewards, revoked, Told.first(code, event, given.code()));
  }

  /** Rewards of the customer for one person's coming. */
  List<RewardAnswer> rewardsFor(String referrer, String referred, Instant at) {
    return rewards.entrySet().stream()
        .filter(one -> one.getValue().referrer.equals(referrer) && one.getValue().referred.equals(referred))
        .filter(one -> !one.getValue().at.isAfter(at))
        .map(one -> RewardAnswer.of(one.getValue(), revoked.get(one.getKey()), at)).sorted(RewardAnswer.ORDER).toList();
  }
}
