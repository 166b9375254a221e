package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.GenerationRows.Row;
import io.anamnesis.projections.Holding.Retried;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds a parked key anew from its first event. It may be done by any process: the token of the key's segment stands
 * still meanwhile, and is raised, so that whoever feeds the segment reads anew which keys are parked.
 */
final class Refold<S> {
  private static final int PAGE = 1_000;

  private final LogTail log;
  private final ViewsDatabase database;
  private final Folding<S> folding;
  private final Segments segments;
  private final ParkedKeys parkedKeys;
  private final GenerationRows rows;
  private final int count;

  Refold(LogTail log, ViewsDatabase database, Folding<S> folding, Generation generation) {
    this.log = log;
    this.database = database;
    this.folding = folding;
    this.segments = Segments.of(generation);
    this.parkedKeys = new ParkedKeys(generation.work());
    this.rows = new GenerationRows(generation.tables());
    this.count = generation.segments();
  }

  /** @throws GenerationRetired if the rows are not to be written any more */
  Retried retry(String key) {
    return database.transact(Patience.WORKING, connection -> {
      Token token = segments.hold(connection, Share.segmentOf(key, count));
      if (!parkedKeys.contains(connection, key)) {
        return new Retried(token, token, true);
      }
      SubjectOutcome<S> outcome = fold(key, token.position(), rows.load(connection, List.of(key)).get(key));
      write(connection, key, outcome);
      return new Retried(token, segments.raise(connection, token), outcome.parked().isEmpty());
    });
  }

  private void write(Connection connection, String key, SubjectOutcome<S> outcome) throws SQLException {
    if (outcome.parked().isPresent()) {
      parkedKeys.park(connection, outcome.parked().stream().toList());
      return;
    }
    parkedKeys.unpark(connection, key);
    if (outcome.change().isPresent()) {
      rows.rewrite(connection, outcome.change().get());
    }
  }

  private SubjectOutcome<S> fold(String key, long upTo, @Nullable Row row) {
    folding.skipped().refresh(log);
    SubjectFold<S> fold = new SubjectFold<>(folding, key, Held.initial(folding.projection()));
    long after = 0;
    while (after < upTo) {
      List<LoggedEvent> page = log.readSubject(key, after, PAGE);
      fold.feed(page.stream().filter(event -> event.position() <= upTo).filter(folding::concerns).toList());
      after = page.isEmpty() ? upTo : page.getLast().position();
    }
    try {
      return fold.outcome(folding.held(row));
    } catch (RuntimeException unreadable) {
      return SubjectOutcome.poisoned(Poison.park(key, row == null ? 0 : row.position(), unreadable));
    }
  }
}
