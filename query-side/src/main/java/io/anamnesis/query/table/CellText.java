package io.anamnesis.query.table;

import java.math.BigDecimal;

import io.anamnesis.events.Money;
import tools.jackson.databind.JsonNode;

/** Cells as text: instants in UTC with {@code Z}, decimals plain with two digits after the point or more. */
final class CellText {

  private CellText() {}

  static String of(Object value) {
    return switch (value) {
      case BigDecimal decimal -> Money.text(decimal);
      case JsonNode json -> json.toString();
      default -> value.toString();
    };
  }
}
