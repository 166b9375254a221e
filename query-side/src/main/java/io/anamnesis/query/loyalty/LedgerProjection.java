package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Journal;

/** A line for each movement of points, in the order in which the log recorded them. */
public final class LedgerProjection
    implements
    Journal<LedgerProjection.Balance, LedgerProjection.Balance, LedgerProjection.Entry> {

  /** What has been booked so far: awards, whether pending, active or expired by now. */
  public record Balance(long points) {}

  /**
   * A line.
   *
   * @param entryId event id of the decision
   * @param balanceAfter what was booked up to and with this line
   * @param cause event id of the interaction that led to it
   */
  public record Entry(UUID entryId, String kind, long points, long balanceAfter, Instant occurredAt, Instant recordedAt,
      UUID cause, String programme, String rule, List<EntryLot> lots) {}

  public record EntryLot(UUID lotId, long points, Instant activeAt, Instant expiresAt) {
    static EntryLot of(Lot lot) {
      return new EntryLot(lot.lotId(), lot.points(), lot.activeAt(), lot.expiresAt());
    }
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PointsEarned.class);
  }

  @Override
  public Class<Balance> stateType() {
    return Balance.class;
  }

  @Override
  public Class<Entry> entryType() {
    return Entry.class;
  }

  @Override
  public Balance initial() {
    return new Balance(0);
  }

  @Override
  public Balance fold(Balance balance, Recorded event) {
    return event.event() instanceof PointsEarned award
        ? new Balance(Math.addExact(balance.points, award.points()))
        : balance;
  }

  @Override
  public List<Entry> entries(Balance before, Balance after, Recorded event) {
    if (!(event.event() instanceof PointsEarned award)) {
      return List.of();
    }
    return List.of(new Entry(event.eventId(), "earned", award.points(), after.points, event.occurredAt(),
        event.recordedAt(), award.cause(), award.programme(), award.rule(), List.of(EntryLot.of(award.lot()))));
  }

  @Override
  public Balance answer(Folded<Balance> folded, Instant at) {
    return folded.state();
  }
}
