package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Given;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandBus;

/** Posts rewards for referrals, and what is taken back of them, to the accounts of those who get them. */
public final class ReferralRewards {
  static final String POLICY = "referral";

  private final EventLog log;
  private final Awarding awarding;

  public ReferralRewards(EventLog log, CommandBus commands) {
    this.log = log;
    this.awarding = new Awarding(commands, POLICY);
  }

  /**
   * Posts what is not posted yet, and returns when it is durable. May be repeated with the same, more or less.
   *
   * @param decided {@link ReferralRewarded} and {@link RewardRevoked}; others are passed over
   */
  public void post(List<Recorded> decided) {
    Set<UUID> posted = posted(decided);
    for (Recorded decision : decided) {
      if (!posted.contains(posting(decision))) {
        switch (decision.event()) {
          case ReferralRewarded ignored -> awarding.decide(customer(decision), Change.of(decision));
          case RewardRevoked revoked -> awarding.decide(customer(decision), revoking(decision, revoked));
          default -> {
            // Moves no points.
          }
        }
      }
    }
  }

  /** The reward is as if it had never been. */
  public static Change revoking(Recorded decision, RewardRevoked revoked) {
    return Change.withdrawing(decision, new Original(revoked.rewarded(), Given.TYPE, 1, decision.position(),
        decision.occurredAt(), decision.recordedAt()));
  }

  private Set<UUID> posted(List<Recorded> decided) {
    return log.find(decided.stream().map(ReferralRewards::posting).toList()).stream().map(StoredEvent::eventId)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Id of the first event that an account decides for it. */
  private static UUID posting(Recorded decision) {
    return DecisionId.of(POLICY, decision.eventId(), PointsAccount.stream(customer(decision)), 0);
  }

  private static CustomerId customer(Recorded decision) {
    return new CustomerId(Objects.requireNonNull(decision.subject()));
  }
}
