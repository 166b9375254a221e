package io.anamnesis.events.schema;

import io.anamnesis.events.Surrogates;
import io.anamnesis.events.schema.InvalidSchema.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a schema says of one field. */
final class FieldReader {
  private static final Set<String> KEYWORDS =
      Set.of("title", "description", "type", "format", "enum", "maxLength", SchemaReader.CLEAR);
  private static final int LONGEST_WORDS = 1_000;
  private static final int MOST_CHOICES = 100;
  private static final int LONGEST_CHOICE = 200;
  private static final int LONGEST_TEXT = 100_000;

  private final String name;
  private final Pointer place;

  FieldReader(String name, Pointer place) {
    this.name = name;
    this.place = place;
  }

  FieldSchema read(JsonNode schema) throws InvalidSchema {
    place.expect(schema.isObject(), "{…}");
    ObjectNode field = (ObjectNode) schema;
    for (Map.Entry<String, JsonNode> member : field.properties()) {
      place.keyword(member.getKey(), KEYWORDS);
    }
    FieldForm form = form(field);
    words(field.path("title"), place.to("title"));
    words(field.path("description"), place.to("description"));
    return new FieldSchema(name, form, clear(field), choices(field, form), maxLength(field, form));
  }

  private FieldForm form(ObjectNode field) throws InvalidSchema {
    place.require(field, "type");
    String type = field.get("type").asString("");
    if (SchemaReader.isNested(type)) {
      throw place.to("type").fault(Kind.NESTED);
    }
    if (!SchemaReader.types().contains(type)) {
      throw place.to("type").fault(Kind.UNKNOWN_TYPE, String.join(", ", SchemaReader.types()));
    }
    @Nullable
    String format = field.has("format") ? field.get("format").asString("") : null;
    return FieldForm.of(type, format).orElseThrow(() -> place.to("format").fault(Kind.UNKNOWN_FORMAT, formats()));
  }

  private static String formats() {
    return Arrays.stream(FieldForm.values()).map(FieldForm::format).filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  private boolean clear(ObjectNode field) throws InvalidSchema {
    JsonNode clear = field.path(SchemaReader.CLEAR);
    place.to(SchemaReader.CLEAR).expect(clear.isMissingNode() || clear.isBoolean(), "true, false");
    return clear.isBoolean() && clear.booleanValue();
  }

  private List<String> choices(ObjectNode field, FieldForm form) throws InvalidSchema {
    Pointer its = place.to("enum");
    JsonNode told = field.path("enum");
    if (told.isMissingNode()) {
      return List.of();
    }
    ofText(form, its);
    its.expect(told.isArray() && !told.isEmpty(), "[\"…\"]");
    if (told.size() > MOST_CHOICES) {
      throw its.fault(Kind.TOO_MANY, Integer.toString(MOST_CHOICES));
    }
    List<String> choices = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      isText(told.get(i), LONGEST_CHOICE, its.to(Integer.toString(i)));
      choices.add(told.get(i).stringValue());
    }
    return choices;
  }

  private @Nullable Integer maxLength(ObjectNode field, FieldForm form) throws InvalidSchema {
    Pointer its = place.to("maxLength");
    JsonNode told = field.path("maxLength");
    if (told.isMissingNode()) {
      return null;
    }
    ofText(form, its);
    its.expect(told.isIntegralNumber() && told.canConvertToInt() && told.intValue() >= 1
        && told.intValue() <= LONGEST_TEXT, "1 … " + LONGEST_TEXT);
    return told.intValue();
  }

  private static void ofText(FieldForm form, Pointer keyword) throws InvalidSchema {
    if (form != FieldForm.TEXT) {
      throw keyword.fault(Kind.NOT_OF_TEXT);
    }
  }

  /** What people read; it may be missing. */
  static void words(JsonNode told, Pointer its) throws InvalidSchema {
    if (!told.isMissingNode()) {
      isText(told, LONGEST_WORDS, its);
    }
  }

  private static void isText(JsonNode told, int longest, Pointer its) throws InvalidSchema {
    its.expect(told.isString() && told.stringValue().length() <= longest && told.stringValue().indexOf('\0') < 0
        && !Surrogates.areUnpaired(told.stringValue()), "\"…\" (≤ " + longest + ")");
  }
}
