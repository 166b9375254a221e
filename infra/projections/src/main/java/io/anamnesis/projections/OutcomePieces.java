package io.anamnesis.projections;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Outcomes of subjects on their way into the tables of a generation: rows, lines and lookups piece by piece; figures and
 * parked keys, which are few, when all is folded. For one thread at a time.
 */
final class OutcomePieces {
  private static final String COPY_ROWS = """
      copy %s (subject, position, state) from stdin (format binary)""";

  private static final String COPY_LINES = """
      copy %s (subject, position, ordinal, entry) from stdin (format binary)""";

  private static final String COPY_LOOKUPS = """
      copy %s (subject, kind, token) from stdin (format binary)""";

  private final int full;
  private final CopyPiece rows;
  private final CopyPiece lines;
  private final CopyPiece lookups;
  private final Map<String, BigDecimal> cells = new HashMap<>();
  private final List<Parked> parked = new ArrayList<>();

  /** @param full bytes with which it is time to send them */
  OutcomePieces(GenerationTables tables, int full) {
    this.full = full;
    this.rows = new CopyPiece(COPY_ROWS.formatted(tables.rows()));
    this.lines = new CopyPiece(COPY_LINES.formatted(tables.lines()));
    this.lookups = new CopyPiece(COPY_LOOKUPS.formatted(tables.lookups()));
  }

  void add(SubjectOutcome<?> outcome) {
    outcome.parked().ifPresent(parked::add);
    outcome.change().ifPresent(this::add);
  }

  /** It is time to send the pieces. */
  boolean isFull() {
    return rows.size() + lines.size() + lookups.size() >= full;
  }

  boolean isSent() {
    return rows.isEmpty() && lines.isEmpty() && lookups.isEmpty();
  }

  /** Sends rows, lines and lookups, and begins new pieces. */
  void send(Connection connection) throws SQLException {
    lines.send(connection);
    rows.send(connection);
    lookups.send(connection);
  }

  /** What all outcomes so far change the figures by. */
  Map<String, BigDecimal> cells() {
    return cells;
  }

  /** The keys of all outcomes so far that are stuck. */
  List<Parked> parked() {
    return parked;
  }

  private void add(SubjectChange<?> change) {
    rows.row(3).text(change.subject()).int8(change.after().position()).text(change.json());
    for (NewLine line : change.lines()) {
      lines.row(4).text(line.subject()).int8(line.position()).int4(line.ordinal()).text(line.entry());
    }
    for (IndexEntry entry : change.lookups().orElse(List.of())) {
      lookups.row(3).text(entry.subject()).text(entry.kind()).bytes(entry.token());
    }
    change.cells().forEach((cell, value) -> cells.merge(cell, value, BigDecimal::add));
  }
}
