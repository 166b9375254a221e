package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A generation's tables as a snapshot shows them, with what its followers had not folded yet.
 *
 * @param changes to be laid over the rows
 */
record Overlay(GenerationTables tables, List<SubjectChange<?>> changes) {

  /** Folds what a side lacks. */
  static final class Folding<S> {
    private final LogTail log;
    private final Connection connection;
    private final Comparison.Side<S> side;
    private final long[] reached;
    private final Set<String> parked;
    private final Map<String, List<LoggedEvent>> lacking = new LinkedHashMap<>();
    private final Set<String> renewed = new HashSet<>();
    private long last;

    Folding(LogTail log, Connection connection, Comparison.Side<S> side, Share share) throws SQLException {
      this.log = log;
      this.connection = connection;
      this.side = side;
      this.reached = new long[share.of()];
      share.tokens().forEach(token -> reached[token.segment()] = token.position());
      this.parked = new HashSet<>(new ParkedKeys(side.generation().work()).load(connection));
    }

    /** The next event of the log, from the position of the segment that is furthest behind on. */
    void add(LoggedEvent event) {
      last = event.position();
      String subject = event.subject();
      boolean renews = side.folding().renews(event);
      if (subject != null && event.position() > reached[Share.segmentOf(subject, reached.length)]
          && (renews || side.folding().concerns(event)) && !parked.contains(subject)) {
        lacking.computeIfAbsent(subject, first -> new ArrayList<>()).add(event);
        if (renews) {
          renewed.add(subject);
        }
      }
    }

    Overlay overlay() throws SQLException {
      GenerationTables tables = side.generation().tables();
      Map<String, GenerationRows.Row> rows = lacking.isEmpty()
          ? Map.of()
          : new GenerationRows(tables).load(connection, lacking.keySet());
      List<SubjectChange<?>> changes = new ArrayList<>();
      Refold<S> refold = new Refold<>(log, side.folding());
      lacking.forEach((subject, events) -> {
        Held<S> start = side.folding().held(rows.get(subject));
        SubjectOutcome<S> outcome =
            renewed.contains(subject) ? refold.outcome(subject, last, start) : more(subject, events, start);
        outcome.change().ifPresent(changes::add);
      });
      return new Overlay(tables, changes);
    }

    private SubjectOutcome<S> more(String subject, List<LoggedEvent> events, Held<S> start) {
      SubjectFold<S> fold = new SubjectFold<>(side.folding(), subject, start);
      fold.feed(events);
      return fold.outcome(start);
    }
  }
}
