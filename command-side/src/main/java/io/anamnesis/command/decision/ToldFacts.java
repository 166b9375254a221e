package io.anamnesis.command.decision;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Facts of a person as they were told up to a position, with what was corrected and withdrawn by then. What lies at lower
 * positions never changes: whoever asks, and whenever, gets the same answer.
 */
public final class ToldFacts {
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Set<String> types;
  private final Set<String> read;

  /** @param types of the facts that are told; corrections and withdrawals of them need not be named */
  public ToldFacts(EventLog log, EventDecoder decoder, Set<String> types) {
    this.log = log;
    this.decoder = decoder;
    this.types = Set.copyOf(types);
    Set<String> read = new HashSet<>(types);
    read.add("fact.corrected");
    read.add("fact.withdrawn");
    this.read = Set.copyOf(read);
  }

  /** By event id, in the order in which they were first told: those below the position. */
  public Map<UUID, Recorded> before(String subject, long position) {
    Map<UUID, Recorded> facts = new LinkedHashMap<>();
    for (StoredEvent event : earlier(subject, position)) {
      Recorded fact = decoder.decode(event);
      if (fact.event() instanceof AuditEvent) {
        CorrectedFact.of(fact).ifPresent(corrected -> take(corrected, facts));
      } else {
        facts.put(fact.eventId(), fact);
      }
    }
    return facts;
  }

  /** All that was told until now. */
  public Collection<Recorded> now(String subject) {
    return before(subject, Long.MAX_VALUE).values();
  }

  private void take(CorrectedFact corrected, Map<UUID, Recorded> facts) {
    if (corrected.now() == null) {
      facts.remove(corrected.original().eventId());
    } else if (types.contains(corrected.original().type())) {
      facts.put(corrected.original().eventId(), corrected.now());
    }
  }

  private Collection<StoredEvent> earlier(String subject, long position) {
    List<StoredEvent> earlier = new ArrayList<>();
    long after = 0;
    while (true) {
      List<StoredEvent> page = log.readSubject(subject, read, after, PAGE);
      for (StoredEvent event : page) {
        if (event.position() >= position) {
          return earlier;
        }
        earlier.add(event);
      }
      if (page.isEmpty()) {
        return earlier;
      }
      after = page.getLast().position();
    }
  }
}
