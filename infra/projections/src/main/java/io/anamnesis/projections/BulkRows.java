package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the rows of a generation that is being built, by COPY. Rows come with the tokens of their segments in one
 * transaction, or not at all. Lines come before, in many: until the token of their segment has moved they count for nothing.
 * Whoever has lost its claim writes nothing: each transaction ends by asking for the tokens as they were.
 */
final class BulkRows {
  private static final String COPY_ROWS = """
      copy %s (subject, position, state) from stdin (format binary)""";

  private static final String COPY_LINES = """
      copy %s (subject, position, ordinal, entry) from stdin (format binary)""";

  private static final String COPY_LOOKUPS = """
      copy %s (subject, kind, token) from stdin (format binary)""";

  private static final String DELETE_LINES_WITHOUT_ROW = """
      delete from %s written
      where not exists (select from %s folded where folded.subject = written.subject)""";

  private static final String ROOM_TO_SORT = """
      set local maintenance_work_mem = '256MB'""";

  private final ViewsDatabase database;
  private final Generation generation;
  private final GenerationTables tables;
  private final Segments segments;

  BulkRows(ViewsDatabase database, Generation generation) {
    this.database = database;
    this.generation = generation;
    this.tables = generation.tables();
    this.segments = Segments.of(generation);
  }

  /** An empty piece of the journal's lines. */
  CopyPiece lines() {
    return new CopyPiece(COPY_LINES.formatted(tables.lines()));
  }

  /** Ends whoever lost its claim in the middle of a write and stands still: it would be in the way for ever. */
  void evictOthers() {
    database.read(tables::evictWriters);
  }

  /**
   * Takes away what a scan that came to nothing has left.
   *
   * @param untouched segments at the beginning of the log
   * @throws TokenMoved if the claim was lost
   */
  void clear(Share untouched) {
    database.change(Patience.WORKING, connection -> {
      segments.confirm(connection, untouched);
      if (untouched.isWhole()) {
        tables.empty(connection);
      } else {
        ViewsDatabase.execute(connection, DELETE_LINES_WITHOUT_ROW.formatted(tables.lines(), tables.rows()));
      }
    });
  }

  /**
   * Sends a piece of lines.
   *
   * @throws TokenMoved if the claim was lost
   */
  void addLines(Share wanted, CopyPiece lines) {
    if (!lines.isEmpty()) {
      database.change(Patience.WORKING, connection -> {
        lines.send(connection);
        segments.confirm(connection, wanted);
      });
    }
  }

  /**
   * Writes what a scan has folded, and moves the tokens. Whose facts were corrected later is folded anew, one subject at a
   * time.
   *
   * @throws TokenMoved if the claim was lost
   */
  <S> void write(Load<S> load, long upTo, Refold<S> refold) {
    database.change(Patience.WORKING, connection -> {
      Outcomes outcomes = new Outcomes(connection);
      Held<S> nothing = Held.initial(load.folding().projection());
      Set<String> restated = load.restated();
      for (LoadPart<S> part : load.parts()) {
        for (SegmentFolds<S> folds : part.folds()) {
          for (SubjectFold<S> fold : folds.folds()) {
            if (!restated.contains(fold.subject())) {
              outcomes.add(fold.outcome(nothing));
            }
          }
        }
      }
      new GenerationRows(tables).forgetLines(connection, List.copyOf(restated));
      for (String subject : restated) {
        outcomes.addWhole(refold.outcome(subject, upTo, nothing));
      }
      outcomes.finish();
      segments.move(connection, load.kept(), upTo);
    });
  }

  /** Makes keys and indexes, and lets the planner know what is in the tables. */
  void complete() {
    database.change(Patience.WORKING, connection -> {
      ViewsDatabase.execute(connection, ROOM_TO_SORT);
      tables.createKeys(connection);
      tables.createIndexes(connection);
      tables.analyze(connection);
    });
  }

  /** Subjects' outcomes on their way into the tables; for one transaction. */
  private final class Outcomes {
    private final Connection connection;
    private final CopyPiece rows = new CopyPiece(COPY_ROWS.formatted(tables.rows()));
    private final CopyPiece lines = lines();
    private final CopyPiece lookups = new CopyPiece(COPY_LOOKUPS.formatted(tables.lookups()));
    private final SortedMap<String, BigDecimal> cells = new TreeMap<>();
    private final List<Parked> parked = new ArrayList<>();

    Outcomes(Connection connection) {
      this.connection = connection;
    }

    void add(SubjectOutcome<?> outcome) throws SQLException {
      outcome.parked().ifPresent(parked::add);
      if (outcome.change().isPresent()) {
        SubjectChange<?> change = outcome.change().get();
        rows.row(3).text(change.subject()).int8(change.after().position()).text(change.json());
        change.cells().forEach((cell, value) -> cells.merge(cell, value, BigDecimal::add));
        change.lookups().orElse(List.of())
            .forEach(entry -> lookups.row(3).text(entry.subject()).text(entry.kind()).bytes(entry.token()));
        send(rows, lookups);
      }
    }

    /** With lines of its own: what a scan has written of them is forgotten. */
    void addWhole(SubjectOutcome<?> outcome) throws SQLException {
      if (outcome.change().isPresent()) {
        for (NewLine line : outcome.change().get().lines()) {
          lines.row(4).text(line.subject()).int8(line.position()).int4(line.ordinal()).text(line.entry());
          send(lines);
        }
      }
      add(outcome);
    }

    void finish() throws SQLException {
      lines.send(connection);
      rows.send(connection);
      lookups.send(connection);
      new GenerationRows(tables).addToCells(connection, cells);
      new ParkedKeys(generation.work()).park(connection, parked);
    }

    private void send(CopyPiece... pieces) throws SQLException {
      for (CopyPiece piece : pieces) {
        if (piece.isFull()) {
          piece.send(connection);
        }
      }
    }
  }
}
