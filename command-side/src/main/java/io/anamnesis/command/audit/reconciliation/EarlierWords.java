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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What facts said before they were corrected or withdrawn. For one day: all that was said otherwise of a subject's facts is read when the
 * first of the day's statements about it comes, and remembered from there on; once that is too much, all is forgotten and read anew.
 */
final class EarlierWords {
  private static final Set<String> STATEMENTS = EventCatalogue.standard().typesOf(Set.of(AuditEvent.class));
  private static final int PAGE = 500;
  private static final int MOST_REMEMBERED = 200_000;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Map<UUID, Optional<Told>> remembered = new HashMap<>();
  private final Set<String> read = new HashSet<>();

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
    if (remembered.size() > MOST_REMEMBERED) {
      remembered.clear();
      read.clear();
    }
    String subject = statement.subject();
    if (subject != null && read.add(subject)) {
      readStatements(subject, statement.position());
    }
    Optional<Told> before = remembered.put(about.eventId(), now);
    return before == null ? original(statement, about) : before;
  }

  private void readStatements(String subject, long end) {
    Map<UUID, Optional<Told>> words = new HashMap<>();
    long after = 0;
    List<StoredEvent> page = log.readSubject(subject, STATEMENTS, after, PAGE);
    while (!page.isEmpty()) {
      page.stream().filter(event -> event.position() < end).forEach(event -> read(event, words));
      after = page.getLast().position();
      page = after < end ? log.readSubject(subject, STATEMENTS, after, PAGE) : List.of();
    }
    // What is remembered already was said later.
    words.forEach(remembered::putIfAbsent);
  }

  private void read(StoredEvent statement, Map<UUID, Optional<Told>> words) {
    Original original = decoder.metadata(statement).original();
    if (original != null && Told.TYPES.contains(original.type())) {
      CorrectedFact.of(decoder.decode(statement)).ifPresent(said -> words.put(original.eventId(), told(said)));
    }
  }

  private Optional<Told> original(Recorded statement, Original about) {
    StoredEvent original = log.find(about.eventId())
        .orElseThrow(() -> new IllegalStateException("what position " + statement.position() + " is about is missing"));
    return Told.by(decoder.decode(original).event());
  }

  static Optional<Told> told(CorrectedFact corrected) {
    Recorded now = corrected.now();
    return now == null ? Optional.empty() : Told.by(now.event());
  }
}
