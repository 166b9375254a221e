package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.projections.ParkedKey;
import io.anamnesis.projections.PolicyRunner;
import io.anamnesis.projections.PolicyStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which facts have been decided on by {@link EarningPolicy}, and which rewards for referrals posted.
 *
 * @param upTo position up to which every fact is dealt with, or waits
 * @param postedUpTo position up to which every reward is posted
 * @param waiting position of the first fact that waits, by key: neither it nor any later one of the key is decided
 * @param givenUp positions of facts that an operator gave up: nothing will ever follow from them
 */
record Decided(long upTo, long postedUpTo, Map<String, Long> waiting, Set<Long> givenUp) {
  private static final int PAGE = 500;

  /** The log's head must be asked for afterwards: what is decided of these facts is then at or before it. */
  static Decided soFar(PolicyRunner policies) {
    List<PolicyStatus> status = policies.status();
    return new Decided(position(status, EarningPolicy.NAME).orElseThrow(),
        position(status, ReferralRewards.POLICY).orElse(0L), waiting(policies),
        policies.skipped(EarningPolicy.NAME));
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

  /** Whether what follows from the fact is in the log. */
  boolean covers(Recorded fact) {
    if (fact.event() instanceof ReferralDecision) {
      return fact.position() <= postedUpTo;
    }
    return fact.position() <= upTo && Routing.earner(fact).map(waiting::get).filter(first -> first <= fact.position())
        .isEmpty();
  }
}
