package io.anamnesis.command.loyalty.happening;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Purchases and refunds of a person as they were told up to a position, with what was corrected and withdrawn by then. */
public final class ToldPurchases {
  private final ToldFacts told;

  public ToldPurchases(EventLog log, EventDecoder decoder) {
    this.told = new ToldFacts(log, decoder, Set.of(Cause.PURCHASE, Refund.TYPE));
  }

  /** What was told, in the order of business. */
  record Life(Map<UUID, Recorded> facts) {

    @Nullable
    Recorded find(UUID eventId) {
      return facts.get(eventId);
    }

    /** The earliest of the id. */
    Optional<Recorded> purchase(PurchaseId id) {
      return facts.values().stream()
          .filter(fact -> fact.event() instanceof PurchaseMade purchase && purchase.purchaseId().equals(id))
          .min(Recorded.BY_OCCURRENCE);
    }

    List<Recorded> refunds(PurchaseId id) {
      return facts.values().stream()
          .filter(fact -> fact.event() instanceof PurchaseRefunded refund && refund.purchaseId().equals(id))
          .sorted(Recorded.BY_OCCURRENCE).toList();
    }
  }

  Life before(String subject, long position) {
    return new Life(told.before(subject, position));
  }
}
