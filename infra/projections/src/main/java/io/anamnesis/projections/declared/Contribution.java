package io.anamnesis.projections.declared;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a step adds to the figures, and under which values of the dimensions. */
record Contribution(List<Dimension> by, List<Measure> add) {

  /** @param value may be absent: then the dimension is */
  record Dimension(String name, ValueType type, Expression value) {}

  /** @param amount a whole number or a decimal */
  record Measure(String name, Expression amount) {}

  Stream<Expression> expressions() {
    return Stream.concat(by.stream().map(Dimension::value), add.stream().map(Measure::amount));
  }

  DeclaredState addTo(DeclaredState state, Scope scope) {
    DeclaredState after = state.plus(dimensions(scope), measures(scope));
    if (after.cells().size() > Limits.CELLS) {
      throw add.getFirst().amount().refused("more than " + Limits.CELLS + " cells of one customer");
    }
    return after;
  }

  private SortedMap<String, String> dimensions(Scope scope) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Dimension dimension : by) {
      Object value = dimension.value.evaluate(scope);
      Optional<?> told = value instanceof Optional<?> maybe ? maybe : Optional.of(value);
      told.map(dimension.type::text).ifPresent(text -> {
        if (text.length() > Limits.DIMENSION_CHARACTERS) {
          throw dimension.value.refused("a dimension of more than " + Limits.DIMENSION_CHARACTERS + " characters");
        }
        values.put(dimension.name, text);
      });
    }
    return values;
  }

  private Map<String, Decimal> measures(Scope scope) {
    Map<String, Decimal> amounts = new LinkedHashMap<>();
    for (Measure measure : add) {
      amounts.put(measure.name, switch (measure.amount.evaluate(scope)) {
        case Decimal decimal -> decimal;
        case Long whole -> Decimal.of(whole);
        case Object other -> throw new IllegalStateException("no measure: " + other.getClass());
      });
    }
    return amounts;
  }
}
