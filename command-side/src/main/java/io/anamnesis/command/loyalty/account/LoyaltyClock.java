package io.anamnesis.command.loyalty.account;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;

/**
 * Reservations that run out and lots that expire, each decided once, as the account itself knows what it has decided. Dated
 * by the instant at which it fell due, whenever a sweep comes by.
 */
public final class LoyaltyClock implements Timetable {
  private static final String NAME = "loyalty-clock";

  private final Wakes wakes;

  public LoyaltyClock(CommandBus commands) {
    this.wakes = new Wakes(commands, NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class, PointsReserved.class, RedemptionCancelled.class, PointsAdjusted.class,
        OpeningBalanceBooked.class, PointsReceived.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    return switch (event.event()) {
      case PointsEarned earned -> List.of(earned.lot().expiresAt());
      case PointsReserved reserved -> List.of(reserved.expiresAt());
      // Its lots may have expired while it was reserved: then they are due again.
      case RedemptionCancelled cancelled -> cancelled.returned().stream().map(Returned::expiresAt).toList();
      case PointsAdjusted adjusted when adjusted.lot() != null -> List.of(adjusted.lot().expiresAt());
      case OpeningBalanceBooked opening -> opening.lots().stream().map(Lot::expiresAt).toList();
      case PointsReceived received -> received.lots().stream().map(one -> one.lot().expiresAt()).toList();
      default -> List.of();
    };
  }

  @Override
  public void wake(String key, Instant now) {
    Swept swept;
    do {
      swept = wakes.decide(key, new RedemptionCommand.Sweep(new CustomerId(key), now), Swept.class);
      if (swept.together() != null) {
        wakes.decide(key, swept.together());
      }
    } while (swept.more());
  }
}
