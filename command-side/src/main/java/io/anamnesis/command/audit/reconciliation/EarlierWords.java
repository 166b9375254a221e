package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a fact said before a correction or a withdrawal: asked of the log, but for what was corrected a moment ago. For one day; what it
 * remembers is as much as was corrected on it.
 */
final class EarlierWords {
  private static final Set<String> STATEMENTS = EventCatalogue.standard().typesOf(Set.of(AuditEvent.class));
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Map<UUID, Optional<Told>> remembered = new HashMap<>();

  EarlierWords(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /**
   * Takes note of a correction or a withdrawal.
   *
   * @param about what it is about
   * @param now what the fact says from now on; empty where it is withdrawn
   * @return what it said before; empty where it was withdrawn then
   */
  Optional<Told> replacedBy(Recorded statement, Original about, Optional<Told> now) {
    Optional<Told> known = remembered.put(about.eventId(), now);
    return known == null ? asked(statement, about) : known;
  }

  private Optional<Told> asked(Recorded statement, Original about) {
    StoredEvent original = log.find(about.eventId())
        .orElseThrow(() -> new IllegalStateException("what position " + statement.position() + " is about is missing"));
    Optional<Told> word = Told.by(decoder.decode(original).event());
    String subject = statement.subject();
    if (subject == null) {
      return word;
    }
    long after = about.position();
    List<StoredEvent> page = log.readSubject(subject, STATEMENTS, after, PAGE);
    while (!page.isEmpty()) {
      for (StoredEvent event : page) {
        if (event.position() < statement.position()) {
          word = wordOf(event, about, word);
        }
      }
      after = page.getLast().position();
      page = after < statement.position() ? log.readSubject(subject, STATEMENTS, after, PAGE) : List.of();
    }
    return word;
  }

  private Optional<Told> wordOf(StoredEvent event, Original about, Optional<Told> before) {
    Original original = decoder.metadata(event).original();
    if (original == null || !original.eventId().equals(about.eventId())) {
      return before;
    }
    return CorrectedFact.of(decoder.decode(event)).map(EarlierWords::told).orElse(before);
  }

  static Optional<Told> told(CorrectedFact corrected) {
    Recorded now = corrected.now();
    return now == null ? Optional.empty() : Told.by(now.event());
  }
}
