package io.anamnesis.events;

import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Range;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How the forms of single values are said in JSON Schema; patterns are such that every dialect reads them alike. */
final class SchemaForms {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DAY = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
  private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?";
  private static final String OFFSET = "([Zz]|[+-](0[0-9]|1[0-8]):[0-5][0-9])";
  private static final String INSTANT = DAY + "[Tt]" + TIME + OFFSET;

  /** Sixteen digits, six of them after the point. */
  private static final long LARGEST = 9_999_999_999_999_999L;
  private static final BigDecimal FINEST = new BigDecimal("0.000001");

  private SchemaForms() {}

  static ObjectNode text(FieldType.Text text) {
    ObjectNode form = text(text.form().type());
    if (text.orNumber()) {
      form.putArray("type").add("string").add("number");
    }
    return form;
  }

  private static ObjectNode text(Class<?> type) {
    ObjectNode form = NODES.objectNode().put("type", "string");
    if (type == Amount.class) {
      return whole(form, "[0-9]{1,12}(\\.[0-9]{1,4})?");
    } else if (type == Currency.class) {
      return whole(form, "[A-Z]{3}");
    } else if (type == LocalDate.class) {
      return whole(form, DAY + "([Tt]" + TIME + OFFSET + ")?");
    } else if (type == OffsetDateTime.class || type == Instant.class) {
      return whole(form, INSTANT).put("format", "date-time");
    } else if (type == UUID.class) {
      return whole(form, "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}").put("format", "uuid");
    } else if (type == CustomerId.class) {
      return whole(form, "[A-Za-z0-9._-]{1,64}");
    } else if (Id.class.isAssignableFrom(type)) {
      return whole(form, "[^\\u0000-\\u001f\\u007f-\\u009f]*").put("minLength", 1).put("maxLength", 200);
    } else if (type.isEnum()) {
      ArrayNode constants = form.putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        constants.add(((Enum<?>) constant).name());
      }
      return form;
    }
    return whole(form, "[^\\u0000]*");
  }

  static ObjectNode number(FieldType.Numeral numeral) {
    Range range = numeral.range();
    ObjectNode form = NODES.objectNode().put("type", numeral.whole() ? "integer" : "number")
        .put("minimum", range == null ? -LARGEST : Math.max(range.min(), -LARGEST))
        .put("maximum", range == null ? LARGEST : Math.min(range.max(), LARGEST));
    return numeral.whole() ? form : form.put("multipleOf", FINEST);
  }

  static ObjectNode personal(Personal.Format format) {
    ObjectNode form = NODES.objectNode();
    return switch (format) {
      case TEXT -> form.put("type", "string");
      case DATE -> whole(form.put("type", "string"), DAY).put("format", "date");
      case ANY -> notNull();
    };
  }

  static ObjectNode notNull() {
    ObjectNode form = NODES.objectNode();
    form.putObject("not").put("type", "null");
    return form;
  }

  /** The same, or JSON null, which says nothing. */
  static ObjectNode orNull(ObjectNode form) {
    form.remove("not");
    if (form.get("type") instanceof ArrayNode types) {
      types.add("null");
    } else if (form.has("type")) {
      String type = form.get("type").stringValue();
      form.putArray("type").add(type).add("null");
    }
    if (form.get("enum") instanceof ArrayNode constants) {
      constants.addNull();
    }
    return form;
  }

  private static ObjectNode whole(ObjectNode form, String pattern) {
    return form.put("pattern", "^" + pattern + "$");
  }
}
