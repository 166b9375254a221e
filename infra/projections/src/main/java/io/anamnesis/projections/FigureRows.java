package io.anamnesis.projections;

import io.anamnesis.events.EventCodec;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A row per set of values of a tally's dimensions, with a figure per measure; one that is zero is null. */
final class FigureRows implements TableForm {
  private static final String SELECT = """
      select dimensions, figures
      from (
        select (cell::jsonb -> 'dimensions')::text collate "C" as dimensions,
          jsonb_object_agg(cell::jsonb ->> 'measure', value)::text as figures
        from %s where value <> 0 group by 1) figure
      where dimensions > ? order by dimensions""";

  private final Tally<?> tally;

  FigureRows(Tally<?> tally) {
    this.tally = tally;
  }

  @Override
  public List<Column> columns() {
    List<Column> columns = new ArrayList<>(tally.dimensions());
    columns.addAll(tally.measures());
    return List.copyOf(columns);
  }

  @Override
  public String select(GenerationTables tables) {
    return SELECT.formatted(tables.cells());
  }

  @Override
  public void bind(PreparedStatement statement, RowPlace after) throws SQLException {
    statement.setString(1, after.key());
  }

  @Override
  public List<Placed> rows(ResultSet row) throws SQLException {
    String key = row.getString(1);
    JsonNode dimensions = EventCodec.mapper().readTree(key);
    JsonNode figures = EventCodec.mapper().readTree(row.getString(2));
    List<@Nullable Object> values = new ArrayList<>();
    tally.dimensions().forEach(column -> values.add(Dimensions.value(column, dimensions.get(column.name()))));
    tally.measures().forEach(column -> values.add(figure(column, figures.get(column.name()))));
    return List.of(new Placed(new RowPlace(key, 0, 0), values));
  }

  private static @Nullable Object figure(Column column, @Nullable JsonNode value) {
    if (value == null) {
      return null;
    }
    BigDecimal figure = value.decimalValue();
    return column.type() == Column.Type.INTEGER ? (Object) figure.longValueExact() : figure;
  }
}
