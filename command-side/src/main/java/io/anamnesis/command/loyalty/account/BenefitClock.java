package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.BenefitEvent.BenefitGranted;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;

/**
 * Years of benefits that are over: where the level still gives them, the next begin. A timetable of its own, so that levels
 * reached before benefits were granted are read from the beginning of the log.
 */
public final class BenefitClock implements Timetable {
  private static final String NAME = "benefit-clock";

  private final Wakes wakes;

  public BenefitClock(CommandBus commands) {
    this.wakes = new Wakes(commands, NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(TierReached.class, TierOverridden.class, BenefitGranted.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    return switch (event.event()) {
      case TierReached reached -> List.of(reached.reachedAt());
      // Where it ends, what is earned may give what it did not.
      case TierOverridden given -> List.of(given.from(), given.until());
      case BenefitGranted granted -> List.of(granted.until());
      default -> List.of();
    };
  }

  @Override
  public void wake(String key, Instant now) {
    wakes.decide(key, new LevelCommand.Sweep(new CustomerId(key), now));
  }
}
