package io.anamnesis.command.loyalty;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Purchases and refunds of a person as they were told up to a position, with what was corrected and withdrawn by then. */
final class ToldPurchases {
  private static final int PAGE = 500;
  private static final Set<String> TYPES =
      Set.of("purchase.made", "purchase.refunded", "fact.corrected", "fact.withdrawn");

  private final EventLog log;
  private final EventDecoder decoder;

  ToldPurchases(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
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
    Map<UUID, Recorded> facts = new LinkedHashMap<>();
    for (StoredEvent event : earlier(subject, position)) {
      Recorded fact = decoder.decode(event);
      if (fact.event() instanceof AuditEvent) {
        CorrectedFact.of(fact).ifPresent(corrected -> take(corrected, facts));
      } else {
        facts.put(fact.eventId(), fact);
      }
    }
    return new Life(facts);
  }

  private static void take(CorrectedFact corrected, Map<UUID, Recorded> facts) {
    if (corrected.now() == null) {
      facts.remove(corrected.original().eventId());
    } else if (TYPES.contains(corrected.original().type())) {
      facts.put(corrected.original().eventId(), corrected.now());
    }
  }

  private Collection<StoredEvent> earlier(String subject, long position) {
    List<StoredEvent> earlier = new ArrayList<>();
    long after = 0;
    while (true) {
      List<StoredEvent> page = log.readSubject(subject, after, PAGE);
      for (StoredEvent event : page) {
        if (event.position() >= position) {
          return earlier;
        }
        if (TYPES.contains(event.type())) {
          earlier.add(event);
        }
      }
      if (page.isEmpty()) {
        return earlier;
      }
      after = page.getLast().position();
    }
  }
}
