package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.FamilyEvent;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Journal;
import io.anamnesis.query.loyalty.Movement.Award;

/** A line for each movement of points, in the order in which the log recorded them. */
public final class LedgerProjection
    implements
    Journal<LedgerProjection.Balance, LedgerProjection.Balance, LedgerEntry> {

  /** All points in lots by what has been recorded: pending, available, reserved, and expired where nobody noted it yet. */
  public record Balance(long points) {}

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public int version() {
    return 4;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class, LedgerEvent.class, FamilyEvent.class);
  }

  @Override
  public Class<Balance> stateType() {
    return Balance.class;
  }

  @Override
  public Class<LedgerEntry> entryType() {
    return LedgerEntry.class;
  }

  @Override
  public Balance initial() {
    return new Balance(0);
  }

  @Override
  public Balance fold(Balance balance, Recorded event) {
    return movement(event).map(movement -> new Balance(Math.addExact(balance.points, movement.points())))
        .orElse(balance);
  }

  @Override
  public List<LedgerEntry> entries(Balance before, Balance after, Recorded event) {
    return movement(event).map(movement -> entry(event, movement, after.points)).stream().toList();
  }

  private static Optional<Movement> movement(Recorded event) {
    return event.event() instanceof LoyaltyEvent decision ? Movement.of(decision) : Optional.empty();
  }

  private static LedgerEntry entry(Recorded event, Movement movement, long balanceAfter) {
    Award award = movement.award();
    return new LedgerEntry(event.eventId(), movement.kind(), movement.points(), balanceAfter, event.occurredAt(),
        event.recordedAt(), award == null ? null : award.cause(), award == null ? null : award.programme(),
        award == null ? null : award.rule(), movement.lots(), movement.owed(), movement.redemption(),
        event.event() instanceof FamilyEvent passed ? passed.transferId() : null,
        PoolPart.of(event.event()).map(part -> part.pool().poolId()).orElse(null));
  }

  @Override
  public Balance answer(Folded<Balance> folded, Instant at) {
    return folded.state();
  }
}
