package io.anamnesis.events;

import io.anamnesis.events.FieldProblem.Kind;
import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import io.anamnesis.events.RecordLayout.Need;
import io.anamnesis.events.RecordLayout.Range;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Judges one clear payload by the layout of its type. Gathers what is wrong; says never what was found. */
final class PayloadCheck {
  private static final int MOST_DIGITS = 16;
  private static final int MOST_DECIMALS = 6;
  /** As many zeros as a number may be long: more only an exponent can tell, and nobody measures that. */
  private static final int MOST_SCALE = 400;

  private final List<FieldProblem> problems = new ArrayList<>();
  private final Set<String> missed = new HashSet<>();

  private PayloadCheck() {}

  static List<FieldProblem> problems(RecordLayout layout, ObjectNode clear) {
    var check = new PayloadCheck();
    check.object(layout, clear, "");
    return List.copyOf(check.problems);
  }

  private void object(RecordLayout layout, JsonNode object, String path) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String place = member(path, entry.getKey());
      if (Surrogates.areUnpaired(entry.getKey())) {
        invalid(place, "a name without unpaired surrogates is expected");
      }
      Member known = layout.members().get(entry.getKey());
      if (known == null) {
        anything(entry.getValue(), place);
      } else if (!entry.getValue().isNull()) {
        value(known.type(), entry.getValue(), place);
      }
    }
    for (Member known : layout.members().values()) {
      if (known.required() && isAbsent(object, known.name())) {
        missing(member(path, known.name()), "this field is required");
      }
    }
    alternatives(layout.oneOf(), object, path);
    for (Need need : layout.needs()) {
      if (!isAbsent(object, need.field()) && isAbsent(object, need.needed())) {
        missing(member(path, need.needed()), need.needed() + " is required where " + need.field() + " is given");
      }
    }
  }

  private void alternatives(List<String> oneOf, JsonNode object, String path) {
    List<String> given = oneOf.stream().filter(name -> !isAbsent(object, name)).toList();
    if (!oneOf.isEmpty() && given.isEmpty()) {
      missing(member(path, oneOf.getFirst()), "one of " + String.join(", ", oneOf) + " is required");
    } else if (given.size() > 1) {
      invalid(member(path, given.get(1)), "only one of " + String.join(", ", oneOf) + " is expected");
    }
  }

  private void value(FieldType type, JsonNode value, String place) {
    switch (type) {
      case FieldType.Text text when text.orNumber() && value.isNumber() -> number(false, null, value, place);
      case FieldType.Text text -> text(text.form(), value, place);
      case FieldType.Numeral numeral -> number(numeral.whole(), numeral.range(), value, place);
      case FieldType.Flag flag -> expect(value.isBoolean(), place, "true or false is expected");
      case FieldType.Personally personal -> personal(personal.format(), value, place);
      case FieldType.ListOf list -> list(list, value, place);
      case FieldType.Nested nested -> {
        if (expect(value.isObject(), place, "a JSON object is expected")) {
          object(nested.layout(), value, place);
        }
      }
      case FieldType.Content content -> {
        if (expect(value.isObject(), place, "a JSON object is expected")) {
          object(RecordLayout.OPEN, value, place);
        }
      }
    }
  }

  private void text(TextForm form, JsonNode value, String place) {
    if (expect(value.isString(), place, "a JSON string is expected") && wellFormed(value.stringValue(), place)) {
      try {
        Object _ = form.parse(value.stringValue());
      } catch (IllegalArgumentException otherForm) {
        invalid(place, String.valueOf(otherForm.getMessage()));
      }
    }
  }

  private void personal(Personal.Format format, JsonNode value, String place) {
    switch (format) {
      case ANY -> anything(value, place);
      case TEXT -> {
        if (expect(value.isString(), place, "a JSON string is expected")) {
          wellFormed(value.stringValue(), place);
        }
      }
      case DATE -> text(TextForm.CALENDAR_DATE, value, place);
    }
  }

  private void list(FieldType.ListOf list, JsonNode value, String place) {
    if (!expect(value.isArray(), place, "a JSON array is expected")
        || !expect(!list.oneOrMore() || !value.isEmpty(), place, "one element or more is expected")) {
      return;
    }
    for (int i = 0; i < value.size(); i++) {
      value(list.element(), value.get(i), place + "[" + i + "]");
    }
  }

  private void number(boolean whole, @Nullable Range range, JsonNode value, String place) {
    if (!expect(value.isNumber(), place, "a JSON number is expected")) {
      return;
    }
    BigDecimal told = value.decimalValue();
    if (!isSane(told)) {
      invalid(place, "a number of at most " + MOST_DIGITS + " digits, " + MOST_DECIMALS
          + " of them after the point, is expected");
    } else if (whole && told.stripTrailingZeros().scale() > 0) {
      invalid(place, "a whole number is expected");
    } else if (range != null && !range.holds(told)) {
      invalid(place, "a number from " + range.min() + " to " + range.max() + " is expected");
    }
  }

  /** Judged by digits and exponent alone: to write {@code 1e999999999} out would take a gigabyte. */
  private static boolean isSane(BigDecimal told) {
    if (Math.abs((long) told.scale()) > MOST_SCALE) {
      return false;
    }
    BigDecimal bare = told.stripTrailingZeros();
    return bare.scale() <= MOST_DECIMALS && bare.precision() <= MOST_DIGITS
        && bare.precision() - bare.scale() <= MOST_DIGITS;
  }

  /** What no rule describes is kept as it is, if it can be encoded at all. */
  private void anything(JsonNode value, String place) {
    if (value.isString()) {
      wellFormed(value.stringValue(), place);
    } else if (value.isObject()) {
      object(RecordLayout.OPEN, value, place);
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        anything(value.get(i), place + "[" + i + "]");
      }
    }
  }

  private boolean wellFormed(String text, String place) {
    return expect(!Surrogates.areUnpaired(text), place, "a text without unpaired surrogates is expected");
  }

  private boolean expect(boolean holds, String place, String expected) {
    if (!holds) {
      invalid(place, expected);
    }
    return holds;
  }

  private void invalid(String place, String expected) {
    problems.add(new FieldProblem(Kind.INVALID, place, expected));
  }

  private void missing(String place, String expected) {
    // Two rules may ask for the same field.
    if (missed.add(place)) {
      problems.add(new FieldProblem(Kind.MISSING, place, expected));
    }
  }

  private static boolean isAbsent(JsonNode object, String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull();
  }

  private static String member(String path, String name) {
    String shown = Surrogates.replaced(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }
}
