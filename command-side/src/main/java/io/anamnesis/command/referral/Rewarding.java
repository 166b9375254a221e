package io.anamnesis.command.referral;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.Referral;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Milestone;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.Reward;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.events.referral.ReferralDecision.State;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a referrer's people are worth: a pure function of how the referrals stand. */
final class Rewarding {
  private Rewarding() {}

  /** What somebody is rewarded for. */
  record Due(CustomerId referred, Reward reward) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      return Comparator.comparing(Due::referred).thenComparing(Due::reward).compare(this, other);
    }
  }

  /** @param at when it was earned */
  record Worth(String programme, long points, Instant at) {}

  /**
   * How a referral stands by a decision on the referred person, before months are counted.
   *
   * @param before how it stood; null where it is new
   * @return empty where the referrer has nothing to do with the person
   */
  static Optional<StandingChanged> standing(CustomerId referrer, CustomerId referred, @Nullable StandingChanged before,
      UUID because, long position, ReferralDecided decided) {
    List<Claimed> own = decided.claims().stream().filter(claim -> claim.referrer().equals(referrer)).toList();
    if (own.isEmpty()) {
      return Optional.ofNullable(before).map(last -> new StandingChanged(because, position, referred, last.claim(),
          last.claimedAt(), last.goodUntil(), last.programme(), State.REFUSED, Reason.WITHDRAWN, null, null, null,
          null));
    }
    Claimed claim = own.stream().filter(one -> one.reason() == null).findFirst().orElse(own.getFirst());
    boolean good = claim.reason() == null;
    Milestone visit = good ? decided.visit() : null;
    Milestone paid = good ? decided.paid() : null;
    Milestone booking = decided.booking() != null
        && own.stream().anyMatch(one -> one.claim().equals(decided.booking().claim())) ? decided.booking() : null;
    return Optional.of(new StandingChanged(because, position, referred, claim.claim(), claim.claimedAt(),
        claim.goodUntil(), claim.programme(), state(good, visit, paid), claim.reason(), booking, visit, paid,
        good ? decided.dueAt() : null));
  }

  private static State state(boolean good, @Nullable Milestone visit, @Nullable Milestone paid) {
    if (!good) {
      return State.REFUSED;
    }
    if (visit == null) {
      return State.CLAIMED;
    }
    return paid != null && paid.undoneAt() == null ? State.PAID : State.VISITED;
  }

  /** Whether a reason says no more of a claim than how full a month was. */
  static boolean isOfMonth(@Nullable Reason reason) {
    return reason == null || reason == Reason.MONTH_FULL;
  }

  /** In each local month those who visit first count, and as many as the terms of each one's claim allow. */
  static Map<CustomerId, StandingChanged> counted(Collection<StandingChanged> standings,
      Function<String, Programme> programmes) {
    Map<YearMonth, Integer> months = new HashMap<>();
    Map<CustomerId, StandingChanged> counted = new TreeMap<>();
    standings.stream().sorted(Comparator.comparing(Rewarding::comes)).forEach(standing -> {
      boolean full = false;
      if (standing.visit() != null) {
        Programme programme = programmes.apply(standing.programme());
        YearMonth month = YearMonth.from(standing.visit().at().atZone(programme.zone()));
        full = months.merge(month, 1, Integer::sum) > terms(programme).peopleAMonth();
      }
      counted.put(standing.referred(),
          isOfMonth(standing.reason()) ? with(standing, full ? Reason.MONTH_FULL : null) : standing);
    });
    return counted;
  }

  private static Moment comes(StandingChanged standing) {
    Milestone visit = standing.visit();
    return visit == null
        ? new Moment(standing.claim(), Instant.MAX, Long.MAX_VALUE)
        : new Moment(visit.fact(), visit.at(), visit.position());
  }

  private static StandingChanged with(StandingChanged one, @Nullable Reason reason) {
    return new StandingChanged(one.because(), one.decidedAt(), one.referred(), one.claim(), one.claimedAt(),
        one.goodUntil(), one.programme(), one.state(), reason, one.booking(), one.visit(), one.paid(), one.dueAt());
  }

  /** Rewards of all of a referrer's people, whoever gets them. */
  static SortedMap<Due, Worth> worth(Collection<StandingChanged> counted, Function<String, Programme> programmes) {
    SortedMap<Due, Worth> worth = new TreeMap<>();
    for (StandingChanged standing : counted) {
      Programme programme = programmes.apply(standing.programme());
      if (programme.referral() == null) {
        continue;
      }
      Referral terms = programme.referral();
      Milestone booking = standing.booking();
      Milestone visit = standing.visit();
      Milestone paid = standing.paid();
      if (booking != null) {
        put(worth, standing, Reward.BOOKING, terms.booking(), booking);
      }
      if (visit != null && standing.reason() == null) {
        put(worth, standing, Reward.FIRST_VISIT, terms.firstVisit(), visit);
      }
      if (paid != null && paid.undoneAt() == null && standing.reason() == null) {
        put(worth, standing, Reward.FIRST_PAID_VISIT, terms.firstPaidVisit(), paid);
        put(worth, standing, Reward.REFERRED_FIRST_PAID_VISIT, terms.referredFirstPaidVisit(), paid);
      }
    }
    return worth;
  }

  private static void put(Map<Due, Worth> worth, StandingChanged standing, Reward reward, long points,
      Milestone milestone) {
    if (points > 0) {
      worth.put(new Due(standing.referred(), reward), new Worth(standing.programme(), points, milestone.at()));
    }
  }

  private static Referral terms(Programme programme) {
    return Objects.requireNonNull(programme.referral());
  }
}
