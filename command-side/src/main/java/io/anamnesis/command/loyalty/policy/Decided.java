package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.projections.ParkedKey;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.projections.PolicyStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which facts have been decided on by {@link EarningPolicy}, and which rewards for referrals posted.
 *
 * @param upTo position up to which every fact is dealt with, or waits
 * @param posted which rewards for referrals are
 * @param waiting position of the first fact that waits, by key: neither it nor any later one of the key is decided
 * @param givenUp positions of facts that an operator gave up: nothing will ever follow from them
 */
public record Decided(long upTo, Posted posted, Map<String, Long> waiting, Set<Long> givenUp) {
  private static final int PAGE = 500;
  /** A reward that fell due by the clock is posted right after it was recorded, or as soon as somebody tries again. */
  private static final Duration POSTING = Duration.ofMinutes(1);

  /**
   * Rewards that are posted if they ever will be.
   *
   * @param upTo position up to which every reward is
   * @param whole whether none waits for somebody to see to it
   * @param before those recorded later may be on their way
   */
  public record Posted(long upTo, boolean whole, Instant before) {
    public static final Posted ALL = new Posted(Long.MAX_VALUE, true, Instant.MAX);

    boolean covers(Recorded reward) {
      return whole && reward.position() <= upTo && reward.recordedAt().isBefore(before);
    }
  }

  /** The log's head must be asked for afterwards: what is decided of these facts is then at or before it. */
  public static Decided soFar(PolicyRunner policies) {
    List<PolicyStatus> status = policies.status();
    return new Decided(position(status, EarningPolicy.NAME).orElseThrow(),
        posted(policies, status), waiting(policies), policies.skipped(EarningPolicy.NAME));
  }

  private static Posted posted(PolicyRunner policies, List<PolicyStatus> status) {
    return position(status, ReferralRewards.POLICY)
        .map(upTo -> new Posted(upTo, policies.parked(ReferralRewards.POLICY, 0, 1).isEmpty(),
            Instant.now().minus(POSTING)))
        .orElse(Posted.ALL);
  }

  /** Empty where no such policy runs here. */
  private static Optional<Long> position(List<PolicyStatus> status, String name) {
    return status.stream().filter(one -> one.name().equals(name)).findFirst().map(PolicyStatus::position);
  }

  private static Map<String, Long> waiting(PolicyRunner policies) {
    Map<String, Long> keys = new HashMap<>();
    List<ParkedKey> page = policies.parked(EarningPolicy.NAME, 0, PAGE);
    while (!page.isEmpty()) {
      page.forEach(key -> keys.merge(key.key(), key.position(), Math::min));
      page = policies.parked(EarningPolicy.NAME, page.getLast().position(), PAGE);
    }
    return Map.copyOf(keys);
  }

  /** Whether all that lies up to a position is decided on, or waits. */
  public boolean reaches(long head) {
    return upTo >= head && posted.upTo() >= head;
  }

  /** Whether what follows from the fact is in the log. */
  public boolean covers(Recorded fact) {
    if (fact.event() instanceof ReferralDecision) {
      return posted.covers(fact);
    }
    return fact.position() <= upTo && Routing.earner(fact).map(waiting::get).filter(first -> first <= fact.position())
        .isEmpty();
  }
}
