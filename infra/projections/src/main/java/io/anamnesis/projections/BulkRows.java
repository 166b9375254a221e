package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the rows of a generation that is being built, by COPY, in many short transactions: until the tokens have moved, in
 * the last one, all of it counts for nothing. Whoever has lost its claim writes nothing: each transaction ends by asking for
 * the tokens as they were.
 */
final class BulkRows {
  /** What is lost with the server is not missed: the commit that moves the tokens waits for all before it. */
  private static final String WITHOUT_WAITING = """
      set local synchronous_commit = off""";

  private static final String ROOM_TO_SORT = """
      set local maintenance_work_mem = '256MB'""";

  private final ViewsDatabase database;
  private final GenerationTables tables;
  private final Segments segments;
  private final ParkedKeys parkedKeys;

  BulkRows(ViewsDatabase database, Generation generation) {
    this.database = database;
    this.tables = generation.tables();
    this.segments = Segments.of(generation);
    this.parkedKeys = new ParkedKeys(generation.work());
  }

  /**
   * Empty ones.
   *
   * @param full bytes with which they are to be sent
   */
  OutcomePieces pieces(int full) {
    return new OutcomePieces(tables, full);
  }

  /** Ends whoever lost its claim in the middle of a write and stands still: it would be in the way for ever. */
  void evictOthers() {
    database.read(tables::evictWriters);
  }

  /**
   * Takes away all that there is, be it of a scan that came to nothing, and puts the tokens to the beginning of the log.
   *
   * @param known all segments
   * @throws TokenMoved if the claim was lost
   */
  void clear(Share known) {
    database.change(Patience.WORKING, connection -> {
      segments.move(connection, known, 0);
      parkedKeys.unparkAll(connection);
      tables.empty(connection);
    });
  }

  /**
   * Sends what there is of rows, lines and lookups.
   *
   * @throws TokenMoved if the claim was lost
   */
  void send(Share known, OutcomePieces pieces) {
    if (!pieces.isSent()) {
      database.change(Patience.WORKING, connection -> {
        ViewsDatabase.execute(connection, WITHOUT_WAITING);
        pieces.send(connection);
        segments.confirm(connection, known);
      });
    }
  }

  /**
   * Everything was sent: writes figures and parked keys, and moves the tokens, so that all of it counts.
   *
   * @param sent by all who have folded
   * @throws TokenMoved if the claim was lost
   */
  void finish(Share known, long upTo, List<OutcomePieces> sent) {
    Map<String, BigDecimal> cells = new HashMap<>();
    List<Parked> parked = new ArrayList<>();
    for (OutcomePieces pieces : sent) {
      pieces.cells().forEach((cell, value) -> cells.merge(cell, value, BigDecimal::add));
      parked.addAll(pieces.parked());
    }
    database.change(Patience.WORKING, connection -> {
      new GenerationRows(tables).addToCells(connection, cells);
      parkedKeys.park(connection, parked);
      segments.move(connection, known, upTo);
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
}
