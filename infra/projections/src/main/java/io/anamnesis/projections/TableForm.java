package io.anamnesis.projections;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the stored rows of one kind of view are laid out as rows of a table. */
interface TableForm {
  Column SUBJECT = Column.text("subject");

  List<Column> columns();

  /** Selects all stored rows from a place on, in the order of places. */
  String select(GenerationTables tables);

  void bind(PreparedStatement statement, RowPlace after) throws SQLException;

  /** The table's rows that the stored row at hand gives; those at or before the place may be among them. */
  List<Placed> rows(ResultSet row) throws SQLException;

  /** A row and where it stands. */
  record Placed(RowPlace place, List<@Nullable Object> values) {}

  static TableForm of(Projection<?, ?> view, Anonymous anonymous) {
    return switch (view) {
      case Tally<?> tally -> new FigureRows(tally);
      case Journal<?, ?, ?> journal -> new LineRows(journal.entryType(), anonymous);
      case Tabular<?> tabular -> StateRows.laidOut(view, tabular, anonymous);
      default -> StateRows.whole(view, anonymous);
    };
  }
}
