package io.anamnesis.projections;

import io.anamnesis.projections.Column.Type;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of states: those that a {@link Tabular} view lays out, or one with the whole state. In the order of subjects. */
final class StateRows<S> implements TableForm {
  private static final String SELECT = """
      select subject, position, state from %s where subject >= ? order by subject""";

  private final Class<S> stateType;
  private final List<Column> columns;
  private final Layout<S> layout;
  private final Anonymous anonymous;

  /** The rows of a subject's state, without the subject. */
  @FunctionalInterface
  private interface Layout<S> {
    List<? extends List<@Nullable Object>> rows(String subject, long position, S state);
  }

  private StateRows(Class<S> stateType, List<Column> columns, Layout<S> layout, Anonymous anonymous) {
    this.stateType = stateType;
    this.columns = columns;
    this.layout = layout;
    this.anonymous = anonymous;
  }

  static <S> StateRows<S> whole(Projection<S, ?> view, Anonymous anonymous) {
    return new StateRows<>(view.stateType(),
        List.of(SUBJECT, Column.integer("position"), new Column("state", Type.JSON)),
        (subject, position, state) -> List.of(List.of(position, anonymous.json(state, subject))), anonymous);
  }

  @SuppressWarnings("unchecked") // what is Tabular of a projection is so of its state
  static <S> StateRows<S> laidOut(Projection<S, ?> view, Tabular<?> tabular, Anonymous anonymous) {
    Tabular<S> ofState = (Tabular<S>) tabular;
    List<Column> columns = new ArrayList<>(List.of(SUBJECT));
    columns.addAll(ofState.columns());
    return new StateRows<>(view.stateType(), List.copyOf(columns), (subject, position, state) -> ofState.rows(state),
        anonymous);
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public String select(GenerationTables tables) {
    return SELECT.formatted(tables.rows());
  }

  @Override
  public void bind(PreparedStatement statement, RowPlace after) throws SQLException {
    statement.setString(1, after.key());
  }

  @Override
  public List<Placed> rows(ResultSet row) throws SQLException {
    String subject = row.getString(1);
    S state = StateJson.read(row.getString(3), stateType);
    List<Placed> placed = new ArrayList<>();
    for (List<@Nullable Object> values : layout.rows(subject, row.getLong(2), state)) {
      List<@Nullable Object> whole = new ArrayList<>();
      whole.add(anonymous.pseudonym(subject));
      values.forEach(value -> whole.add(anonymous.cell(value, subject)));
      placed.add(new Placed(new RowPlace(subject, 0, placed.size()), whole));
    }
    return placed;
  }
}
