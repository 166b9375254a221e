package io.anamnesis.query.customer.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentGiven;
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentWithdrawn;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.KnownLife;

/** What a person agreed to, purpose by purpose, as is known at a position: the last to occur counts, whenever it was told. */
record Consents(LogTail log) {
  private static final Set<String> TYPES =
      EventCatalogue.standard().typesOf(Set.of(ConsentGiven.class, ConsentWithdrawn.class));

  /** @param effectiveAt leaves out what occurred after it */
  List<Consent> of(String customer, long last, @Nullable Instant effectiveAt) {
    List<Recorded> told = new KnownLife(log, customer, last, effectiveAt, TYPES::contains, position -> false)
        .fold(ArrayList<Recorded>::new, (heard, event) -> heard.add(event.recorded())).folded();
    SortedMap<String, Consent> byPurpose = new TreeMap<>();
    told.stream().sorted(Recorded.BY_OCCURRENCE).map(Consents::consent)
        .forEach(consent -> byPurpose.put(consent.purpose(), consent));
    return List.copyOf(byPurpose.values());
  }

  private static Consent consent(Recorded event) {
    return switch (event.event()) {
      case ConsentGiven given -> new Consent(given.purpose().value(), "given", given.textVersion(), given.until(),
          event.occurredAt());
      case ConsentWithdrawn none -> new Consent(none.purpose().value(), "withdrawn", none.textVersion(), none.until(),
          event.occurredAt());
      default -> throw new IllegalStateException("no word on a purpose: " + event.type());
    };
  }
}
