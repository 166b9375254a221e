package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.GenerationRows.Row;
import io.anamnesis.projections.Holding.Retried;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Folds a parked key anew from its first event. It may be done by any process: the token of the key's segment stands
 * still meanwhile, and is raised, so that whoever feeds the segment reads anew which keys are parked.
 */
final class RetriedKey<S> {
  private final LogTail log;
  private final ViewsDatabase database;
  private final Folding<S> folding;
  private final Refold<S> refold;
  private final Segments segments;
  private final ParkedKeys parkedKeys;
  private final GenerationRows rows;
  private final int count;

  RetriedKey(LogTail log, ViewsDatabase database, Folding<S> folding, Generation generation) {
    this.log = log;
    this.database = database;
    this.folding = folding;
    this.refold = new Refold<>(log, folding);
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
      folding.skipped().refresh(log);
      Row row = rows.load(connection, List.of(key)).get(key);
      SubjectOutcome<S> outcome = refold.outcome(key, token.position(), row);
      write(connection, key, row, outcome);
      return new Retried(token, segments.raise(connection, token), outcome.parked().isEmpty());
    });
  }

  private void write(Connection connection, String key, @Nullable Row row, SubjectOutcome<S> outcome)
      throws SQLException {
    if (outcome.parked().isPresent()) {
      parkedKeys.park(connection, outcome.parked().stream().toList());
    } else {
      parkedKeys.unpark(connection, key);
    }
    // Of a key that stays parked only what was corrected since.
    Optional<SubjectChange<S>> change = outcome.change().filter(whole -> outcome.parked().isEmpty() || row == null
        || whole.after().position() > row.position());
    if (change.isPresent()) {
      rows.write(connection, List.of(change.get()));
    }
  }
}
