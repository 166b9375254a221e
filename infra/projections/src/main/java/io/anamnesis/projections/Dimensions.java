package io.anamnesis.projections;

import io.anamnesis.events.EventCodec;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The values of a tally's dimensions: kept as text, whatever they are. */
final class Dimensions {

  private Dimensions() {}

  static @Nullable Object value(Column column, @Nullable JsonNode told) {
    if (told == null || told.isNull()) {
      return null;
    }
    String text = told.stringValue();
    return switch (column.type()) {
      case TEXT -> text;
      case INTEGER -> Long.valueOf(text);
      case DECIMAL -> new BigDecimal(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case TIMESTAMP -> Instant.parse(text);
      case DATE -> LocalDate.parse(text);
      case JSON -> EventCodec.mapper().readTree(text);
    };
  }
}
