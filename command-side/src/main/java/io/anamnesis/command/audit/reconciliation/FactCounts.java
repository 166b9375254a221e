package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.audit.reconciliation.Day.Decisions;
import io.anamnesis.command.audit.reconciliation.Day.Facts;
import io.anamnesis.command.audit.reconciliation.Day.OfSource;
import io.anamnesis.command.audit.reconciliation.Day.OfType;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;

/** Counts a day's events: facts by source and type, all others by type. */
final class FactCounts {
  private final Instant begins;
  private final Counted<Row> facts = new Counted<>(Row::new);
  private final Counted<Row> decisions = new Counted<>(Row::new);
  private long told;
  private long late;
  private long decided;

  FactCounts(Instant begins) {
    this.begins = begins;
  }

  void addFact(StoredEvent fact, String source) {
    boolean isLate = fact.occurredAt().isBefore(begins);
    told++;
    late += isLate ? 1 : 0;
    facts.of(source, fact.type()).ifPresent(row -> row.add(fact, isLate));
  }

  void addDecision(StoredEvent decision) {
    decided++;
    decisions.of(decision.type(), "").ifPresent(row -> row.add(decision, false));
  }

  Facts facts() {
    return new Facts(told, late, facts.rows((names, row) -> new OfSource(names.one(), names.other(), row.count,
        row.first, row.last, row.late, row.oldest)), facts.unlisted());
  }

  Decisions decisions() {
    return new Decisions(decided, decisions.rows((names, row) -> new OfType(names.one(), row.count)),
        decisions.unlisted());
  }

  private static final class Row {
    private long count;
    private long first;
    private long last;
    private long late;
    private Instant oldest = Instant.MAX;

    void add(StoredEvent event, boolean isLate) {
      count++;
      first = first == 0 ? event.position() : first;
      last = event.position();
      late += isLate ? 1 : 0;
      oldest = event.occurredAt().isBefore(oldest) ? event.occurredAt() : oldest;
    }
  }
}
