package io.anamnesis.projections;

import io.anamnesis.projections.Column.Type;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** A row per line of a journal; its states are only the sums of its lines. In the order of subjects, then of the log. */
final class LineRows implements TableForm {
  private static final String SELECT = """
      select subject, position, ordinal, entry from %s
      where (subject, position, ordinal) > (?, ?, ?) order by subject, position, ordinal""";

  private static final List<Column> COLUMNS =
      List.of(SUBJECT, Column.integer("position"), Column.integer("ordinal"), new Column("entry", Type.JSON));

  private final Class<?> entryType;
  private final Anonymous anonymous;

  LineRows(Class<?> entryType, Anonymous anonymous) {
    this.entryType = entryType;
    this.anonymous = anonymous;
  }

  @Override
  public List<Column> columns() {
    return COLUMNS;
  }

  @Override
  public String select(GenerationTables tables) {
    return SELECT.formatted(tables.lines());
  }

  @Override
  public void bind(PreparedStatement statement, RowPlace after) throws SQLException {
    statement.setString(1, after.key());
    statement.setLong(2, after.position());
    statement.setInt(3, after.ordinal());
  }

  @Override
  public List<Placed> rows(ResultSet row) throws SQLException {
    String subject = row.getString(1);
    RowPlace place = new RowPlace(subject, row.getLong(2), row.getInt(3));
    return List.of(new Placed(place, List.of(anonymous.pseudonym(subject), place.position(), (long) place.ordinal(),
        anonymous.json(StateJson.read(row.getString(4), entryType), subject))));
  }
}
