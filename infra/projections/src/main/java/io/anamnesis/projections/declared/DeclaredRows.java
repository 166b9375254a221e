package io.anamnesis.projections.declared;

import io.anamnesis.projections.Column;
import io.anamnesis.projections.Tabular;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A declared projection without figures: a row per customer, with the fields of the state. */
final class DeclaredRows extends DeclaredProjection implements Tabular<DeclaredState> {

  DeclaredRows(Plan plan, int version, DefinitionText definition) {
    super(plan, version, definition);
  }

  @Override
  public List<Column> columns() {
    return plan().state().declared().entrySet().stream().map(field -> field.getValue().type().column(field.getKey()))
        .toList();
  }

  @Override
  public List<List<@Nullable Object>> rows(DeclaredState state) {
    return List.of(new ArrayList<>(fieldsOf(state).values()));
  }

  @Override
  public List<Map<String, @Nullable Object>> rowsOf(List<DeclaredState> states) {
    return states.stream().map(this::fieldsOf).toList();
  }
}
