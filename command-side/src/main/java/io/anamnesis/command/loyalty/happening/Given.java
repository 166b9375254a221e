package io.anamnesis.command.loyalty.happening;

import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import java.util.List;
import java.util.Optional;

/**
 * Causes whose worth was decided elsewhere: rewards for a referral. They count for a level as every award does, and in no cap;
 * the points can be spent at once.
 */
public final class Given {
  public static final String TYPE = "referral.rewarded";
  private static final String REWARD = "reward";
  private static final String POINTS = "points";

  private Given() {}

  static List<Value> seen(ReferralRewarded reward) {
    return Seen.texts(POINTS, Long.toString(reward.points()), REWARD, reward.reward().rule());
  }

  /** The rules that give for an interaction. */
  public static List<Rule> rules(Cause cause, ProgrammeRules programme) {
    if (!cause.type().equals(TYPE)) {
      return programme.of(cause.type());
    }
    String name = cause.text(REWARD);
    String points = cause.text(POINTS);
    return name == null || points == null ? List.of() : List.of(rule(name, Long.valueOf(points)));
  }

  private static Rule rule(String name, Long points) {
    return new Rule(new EarningRule(name, TYPE, null, points, null, false, 0, 0, List.of()), Optional.empty(), false);
  }
}
