package io.anamnesis.query.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.projections.Column;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A row as a JSON object: a member per column, null where the cell is. Decimals are strings, so that nobody rounds them. */
public final class RowJson {

  private RowJson() {}

  public static ObjectNode of(List<Column> columns, List<? extends @Nullable Object> values) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      row.set(columns.get(i).name(), json(values.get(i)));
    }
    return row;
  }

  private static JsonNode json(@Nullable Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case null -> nodes.nullNode();
      case Long number -> nodes.numberNode(number);
      case Boolean flag -> nodes.booleanNode(flag);
      case JsonNode json -> json;
      default -> nodes.stringNode(CellText.of(value));
    };
  }
}
