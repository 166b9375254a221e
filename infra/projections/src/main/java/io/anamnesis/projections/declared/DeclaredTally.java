package io.anamnesis.projections.declared;

import io.anamnesis.projections.Column;
import io.anamnesis.projections.Tally;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A declared projection with figures. What a customer adds to them is kept with the customer, so that it can be restated. */
final class DeclaredTally extends DeclaredProjection implements Tally<DeclaredState> {

  DeclaredTally(Plan plan, int version, DefinitionText definition) {
    super(plan, version, definition);
  }

  @Override
  public List<Column> columns() {
    return Stream.concat(dimensions().stream(), measures().stream()).toList();
  }

  @Override
  public List<Column> dimensions() {
    return columns(plan().dimensions());
  }

  @Override
  public List<Column> measures() {
    return columns(plan().measures());
  }

  @Override
  public Map<Cell, BigDecimal> contribution(DeclaredState state) {
    Map<Cell, BigDecimal> figures = new HashMap<>();
    for (DeclaredState.OwnCell cell : state.cells()) {
      cell.add().forEach((measure, amount) -> figures.put(new Cell(measure, cell.by()), amount));
    }
    return figures;
  }

  @Override
  public List<Map<String, @Nullable Object>> rowsOf(List<DeclaredState> states) {
    return cellsOf(states.stream().reduce(initial(), DeclaredState::plus));
  }

  private static List<Column> columns(Map<String, ValueType> types) {
    return types.entrySet().stream().map(entry -> entry.getValue().column(entry.getKey())).toList();
  }
}
