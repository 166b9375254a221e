package io.anamnesis.query.insight.definition;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Money;

/** Rows of declared projections as JSON: decimals are texts, as all money is. */
final class RowWords {
  private RowWords() {}

  static List<Map<String, @Nullable Object>> of(List<Map<String, @Nullable Object>> rows) {
    return rows.stream().map(RowWords::of).toList();
  }

  static Map<String, @Nullable Object> of(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> words = new LinkedHashMap<>();
    row.forEach((name, value) -> words.put(name, value instanceof BigDecimal decimal ? Money.text(decimal) : value));
    return words;
  }

  static byte[] json(Object value) {
    return EventCodec.mapper().writeValueAsBytes(value);
  }
}
