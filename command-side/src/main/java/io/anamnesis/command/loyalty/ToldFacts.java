package io.anamnesis.command.loyalty;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Facts of some types as they were told of a person up to a position, with what was corrected and withdrawn by then. */
final class ToldFacts {
  private static final int PAGE = 500;
  private static final Set<String> STATEMENTS = Set.of("fact.corrected", "fact.withdrawn");

  private final EventLog log;
  private final EventDecoder decoder;
  private final Set<String> types;
  private final Set<String> read;

  ToldFacts(EventLog log, EventDecoder decoder, Set<String> types) {
    this.log = log;
    this.decoder = decoder;
    this.types = types;
    this.read = new HashSet<>(types);
    this.read.addAll(STATEMENTS);
  }

  /** By event id, in the order in which they were told. */
  Map<UUID, Recorded> before(String subject, long position) {
    Map<UUID, Recorded> facts = new LinkedHashMap<>();
    long after = 0;
    while (true) {
      List<StoredEvent> page = log.readSubject(subject, after, PAGE);
      for (StoredEvent event : page) {
        if (event.position() >= position) {
          return facts;
        }
        if (read.contains(event.type())) {
          take(decoder.decode(event), facts);
        }
      }
      if (page.isEmpty()) {
        return facts;
      }
      after = page.getLast().position();
    }
  }

  /** All that was told until now. */
  Collection<Recorded> now(String subject) {
    return before(subject, Long.MAX_VALUE).values();
  }

  private void take(Recorded fact, Map<UUID, Recorded> facts) {
    if (fact.event() instanceof AuditEvent) {
      CorrectedFact.of(fact).ifPresent(corrected -> restate(corrected, facts));
    } else {
      facts.put(fact.eventId(), fact);
    }
  }

  private void restate(CorrectedFact corrected, Map<UUID, Recorded> facts) {
    if (corrected.now() == null) {
      facts.remove(corrected.original().eventId());
    } else if (types.contains(corrected.original().type())) {
      facts.put(corrected.original().eventId(), corrected.now());
    }
  }
}
