package io.anamnesis.benchmarks;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.ReceivedLot;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Events that no rule would write, written into accounts by the log's own writer. */
final class PlantedFaults {
  private final EventLog log;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private final EventDecoder decoder = new EventDecoder(EventCatalogue.standard());
  private final List<String> customers = new ArrayList<>();

  PlantedFaults(EventLog log) {
    this.log = log;
  }

  /** One of each, on as many accounts. */
  List<String> plant() {
    add("an award given twice", award -> {
      Lot lot = award.lot();
      return new PointsEarned(award.cause(), award.causeType(), UUID.randomUUID(), award.position(), award.programme(),
          award.rule(), award.points(), award.multiplier(), award.level(), new Lot(UUID.randomUUID(), lot.points(),
              lot.earnedAt(), lot.activeAt(), lot.expiresAt()),
          award.parts(), award.values(), award.cap());
    });
    add("a clawback of more than its lot has", award -> new PointsClawedBack(award.cause(), award.causeType(),
        award.because(), Why.REFUND, award.programme(), award.rule(), award.lot().earnedAt(), award.points() + 1_000,
        award.points() + 1_000, 0, List.of(),
        List.of(new Allocation(award.lot().lotId(), award.points() + 1_000, award.lot().expiresAt()))));
    add("a level never earned", award -> new TierReached(award.cause(), award.programme(), 1, 5, 50_000,
        award.lot().earnedAt(), award.lot().earnedAt().plus(Duration.ofDays(365)), List.of()));
    add("points received that nobody gave", award -> new PointsReceived(UUID.randomUUID(), new CustomerId("C-1"),
        UUID.randomUUID(), 1_000, List.of(new ReceivedLot(lot(award, UUID.randomUUID()), UUID.randomUUID()))));
    add("an adjustment that nobody approved", award -> {
      UUID id = UUID.randomUUID();
      return new PointsAdjusted(id, 1_000, new Sealed("c.none"), new StaffId("S-1"), new StaffId("S-2"),
          lot(award, id), List.of());
    });
    return List.copyOf(customers);
  }

  private static Lot lot(PointsEarned award, UUID id) {
    return new Lot(id, 1_000, award.lot().earnedAt(), award.lot().activeAt(), award.lot().expiresAt());
  }

  private void add(String what, Function<PointsEarned, LoyaltyEvent> fault) {
    String customer = "C-" + (7 * (customers.size() + 1));
    String stream = "points-account:" + customer;
    StoredEvent award = log.readStream(stream, 0, 500).stream()
        .filter(event -> event.type().equals(Histories.AWARD_TYPE)).findFirst().orElseThrow();
    LoyaltyEvent event = fault.apply((PointsEarned) decoder.decode(award).event());
    var type = EventCatalogue.standard().of(event.getClass());
    Outcome outcome = log.append(Append.of(new NewEvent(UUID.randomUUID(), stream,
        log.lastSeq(stream).orElseThrow() + 1, customer, type.type(), type.revision(), award.occurredAt(),
        codec.encode(event), award.metadata())));
    if (!(outcome instanceof Outcome.Appended)) {
      throw new IllegalStateException(what + " was not recorded: " + outcome);
    }
    customers.add(customer);
  }
}
