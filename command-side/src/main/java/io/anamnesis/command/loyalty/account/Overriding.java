package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.level.Overrides;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.eventstore.DecisionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A person gives a level, or gives it no longer; and what that changes of what occurred since. */
public final class Overriding {
  private Overriding() {}

  public static List<LoyaltyEvent> give(Account account, LevelCommand.Give command, Earning earning) {
    TierOverridden given = new TierOverridden(command.overrideId(), command.level(), command.programme(), command.at(),
        command.until(), command.reason(), command.by());
    return with(given, account, account.overrides().with(given), command.overrideId(), command, earning);
  }

  /** @throws Refused {@link Reason#NO_OVERRIDE} */
  public static List<LoyaltyEvent> withdraw(Account account, LevelCommand.Withdraw command, Earning earning) {
    Overrides.Given held = account.overrides().at(command.at());
    if (held == null) {
      throw new Refused(Reason.NO_OVERRIDE);
    }
    TierOverrideWithdrawn end =
        new TierOverrideWithdrawn(held.id(), command.at(), command.reason(), command.by());
    return with(end, account, account.overrides().without(end), command.command(), command, earning);
  }

  /** What follows names the event that leads to it, which is the command's first. */
  private static List<LoyaltyEvent> with(LoyaltyEvent said, Account account, Overrides now, UUID identity,
      LevelCommand command, Earning earning) {
    Instant at = command.at();
    List<LoyaltyEvent> events = new ArrayList<>();
    events.add(said);
    events.addAll(earning.decide(account, now, DecisionId.ofCommand(identity, command.account(), 0), at));
    return events;
  }
}
