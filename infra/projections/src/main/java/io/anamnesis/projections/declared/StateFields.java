package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The declared fields of a state.
 *
 * @param declared by name, in the order of declaration
 */
record StateFields(Map<String, StateField> declared) implements Struct {

  /** @param initial as text */
  record StateField(ValueType type, String initial) {}

  StateFields {
    declared = Collections.unmodifiableMap(new LinkedHashMap<>(declared));
  }

  @Override
  public String name() {
    return "state";
  }

  @Override
  public Map<String, CelType> fields() {
    Map<String, CelType> types = new LinkedHashMap<>();
    declared.forEach((field, as) -> types.put(field, as.type.cel()));
    return types;
  }

  @Nullable
  ValueType typeOf(String field) {
    StateField known = declared.get(field);
    return known == null ? null : known.type;
  }

  SortedMap<String, String> initial() {
    SortedMap<String, String> values = new TreeMap<>();
    declared.forEach((field, as) -> values.put(field, as.initial));
    return values;
  }

  /** @param texts the value of each field as text */
  StructValue value(Map<String, String> texts) {
    return new StructValue(name(), field -> value(field, texts));
  }

  /** The value of a field. */
  Object value(String field, Map<String, String> texts) {
    StateField known = declared.get(field);
    String text = texts.get(field);
    if (known == null || text == null) {
      throw new IllegalArgumentException("no field " + field);
    }
    return known.type.parse(text);
  }
}
