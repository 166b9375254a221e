package io.anamnesis.events.schema;

import io.anamnesis.events.schema.InvalidSchema.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the part of JSON Schema 2020-12 that can be registered: an object whose fields are plain values, with one keyword of
 * our own, {@value #CLEAR}. What is nested is refused, as a field that no schema names is kept as well, and sealed.
 */
public final class SchemaReader {
  public static final String CLEAR = "x-clear";
  /** A clear text without choices is at most as long: what is longer is free text, and may say anything about a person. */
  public static final int LONGEST_CLEAR_TEXT = 200;
  public static final int MOST_FIELDS = 200;
  public static final int MOST_CLEAR_FIELDS = 50;

  static final String PROPERTIES = "properties";

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final Set<String> KEYWORDS = Set.of("$schema", "title", "description", "type", PROPERTIES);
  private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");
  private static final Set<String> NESTED = Set.of("object", "array");
  /** An expression names it: {@code event.steps}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,39}");
  private static final Set<String> WORDS_OF_CEL = Set.of("true", "false", "null", "in", "as", "break", "const",
      "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
      "void", "while");

  private SchemaReader() {}

  /** @throws InvalidSchema with the first fault, in the order of the text */
  public static Map<String, FieldSchema> read(JsonNode schema) throws InvalidSchema {
    if (!(schema instanceof ObjectNode root)) {
      throw new InvalidSchema(Kind.EXPECTED, "", "{…}");
    }
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      Pointer.ROOT.keyword(member.getKey(), KEYWORDS);
      switch (member.getKey()) {
        case "$schema" -> Pointer.ROOT.to("$schema").expect(DIALECT.equals(member.getValue().asString("")), DIALECT);
        case "type" -> Pointer.ROOT.to("type").expect("object".equals(member.getValue().asString("")), "\"object\"");
        case PROPERTIES -> Pointer.ROOT.to(PROPERTIES).expect(member.getValue().isObject(), "{…}");
        default -> FieldReader.words(member.getValue(), Pointer.ROOT.to(member.getKey()));
      }
    }
    Pointer.ROOT.require(root, "type");
    Pointer.ROOT.require(root, PROPERTIES);
    return fields((ObjectNode) root.get(PROPERTIES), Pointer.ROOT.to(PROPERTIES));
  }

  private static Map<String, FieldSchema> fields(ObjectNode properties, Pointer place) throws InvalidSchema {
    if (properties.size() > MOST_FIELDS) {
      throw place.fault(Kind.TOO_MANY, Integer.toString(MOST_FIELDS));
    }
    Map<String, FieldSchema> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : properties.properties()) {
      Pointer its = place.to(member.getKey());
      FieldSchema field = new FieldReader(member.getKey(), its).read(member.getValue());
      checkClear(field, its);
      fields.put(member.getKey(), field);
    }
    if (fields.values().stream().filter(FieldSchema::clear).count() > MOST_CLEAR_FIELDS) {
      throw place.fault(Kind.TOO_MANY, Integer.toString(MOST_CLEAR_FIELDS));
    }
    return fields;
  }

  private static void checkClear(FieldSchema field, Pointer place) throws InvalidSchema {
    if (!field.clear()) {
      return;
    }
    if (!NAME.matcher(field.name()).matches() || WORDS_OF_CEL.contains(field.name())) {
      throw place.fault(Kind.BAD_CLEAR_NAME, field.name());
    }
    boolean bounded =
        !field.choices().isEmpty() || (field.maxLength() != null && field.maxLength() <= LONGEST_CLEAR_TEXT);
    if (field.form() == FieldForm.TEXT && !bounded) {
      throw place.fault(Kind.FREE_TEXT, Integer.toString(LONGEST_CLEAR_TEXT));
    }
  }

  /**
   * Holds a revision against the one before: fields stay and keep their forms, so that whoever reads one goes on to.
   *
   * @throws InvalidSchema with the first fault
   */
  public static void checkAfter(ExtensionSchema before, Map<String, FieldSchema> now) throws InvalidSchema {
    Pointer properties = Pointer.ROOT.to(PROPERTIES);
    for (FieldSchema earlier : before.fields().values()) {
      FieldSchema later = now.get(earlier.name());
      if (later == null) {
        throw properties.to(earlier.name()).fault(Kind.FIELD_GONE, earlier.name());
      }
      if (later.form() != earlier.form()) {
        throw properties.to(earlier.name()).fault(Kind.FORM_CHANGED, earlier.name(), earlier.form().words());
      }
    }
  }

  static boolean isNested(String type) {
    return NESTED.contains(type);
  }

  static List<String> types() {
    return List.copyOf(new TreeSet<>(TYPES));
  }
}
