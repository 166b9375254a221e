package io.anamnesis.projections.declared;

import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.schema.FieldForm;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A fact of a type {@code x.…} as expressions see it: the fields that a registered schema marks clear. Each may be absent: so is
 * what was recorded before it was opened or after it was closed, and what does not meet its schema. All of these are sealed in
 * the log, and no fold opens them; so it is seen alike whenever, and by whom, it is folded.
 *
 * @param open by name
 */
record ExtensionFields(Map<String, FieldForm> open) implements Struct {

  @Override
  public String name() {
    return "extension";
  }

  @Override
  public Map<String, CelType> fields() {
    Map<String, CelType> types = new LinkedHashMap<>();
    open.forEach((name, form) -> types.put(name, OptionalType.create(type(form))));
    return types;
  }

  StructValue value(ExtensionFact fact) {
    return new StructValue(name(), field -> {
      FieldForm form = open.get(field);
      if (form == null) {
        throw new IllegalArgumentException("no field " + field);
      }
      JsonNode value = fact.data().path(field);
      return form.read(value).map(ExtensionFields::value);
    });
  }

  private static CelType type(FieldForm form) {
    return switch (form) {
      case TEXT -> SimpleType.STRING;
      case INTEGER -> SimpleType.INT;
      case DECIMAL, NUMBER -> ValueType.DECIMAL.cel();
      case BOOLEAN -> SimpleType.BOOL;
      case INSTANT -> SimpleType.TIMESTAMP;
      case DATE -> ValueType.DATE.cel();
    };
  }

  private static Object value(Object read) {
    return read instanceof BigDecimal decimal ? new Decimal(decimal) : read;
  }
}
