package io.anamnesis.events.schema;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventWords;
import io.anamnesis.events.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A registered revision of a type {@code x.…}. It never changes.
 *
 * @param revision 2, 3, 4 …: facts of revision 1 are those for which nothing was registered
 * @param registeredAt its position in the log
 * @param text JSON Schema, as it was told
 * @param fields by name, in the order of the text
 */
public record ExtensionSchema(String type, int revision, long registeredAt, String text,
    Map<String, FieldSchema> fields) {
  /** Of facts for which nothing was registered. */
  public static final int UNREGISTERED = 1;
  /** The member of a fact's metadata that tells {@link Fit#unfit}; absent where there is none. */
  public static final String UNFIT = "unfit";

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  public ExtensionSchema {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * How one payload is stored.
   *
   * @param shape what of it stays readable
   * @param unfit names of clear fields whose values do not meet the schema, and are sealed for that
   */
  public record Fit(Shape.Members shape, List<String> unfit) {}

  /** JSON null says nothing, and is no misfit. */
  public Fit fit(ObjectNode data) {
    Map<String, Shape> clear = new HashMap<>();
    List<String> unfit = new ArrayList<>();
    for (FieldSchema field : fields.values()) {
      JsonNode value = data.get(field.name());
      if (!field.clear() || value == null || value.isNull()) {
        continue;
      }
      if (field.read(value).isPresent()) {
        clear.put(field.name(), Shape.CLEAR);
      } else {
        unfit.add(field.name());
      }
    }
    return new Fit(new Shape.Members(clear), List.copyOf(unfit));
  }

  /** The fields that this revision marks clear. */
  public Map<String, FieldForm> open() {
    Map<String, FieldForm> open = new LinkedHashMap<>();
    fields.values().stream().filter(FieldSchema::clear).forEach(field -> open.put(field.name(), field.form()));
    return open;
  }

  /** The schema as the catalogue tells it: what it does not mark clear is marked as personal there, as of any other type. */
  public ObjectNode described() {
    ObjectNode told = (ObjectNode) EventCodec.mapper().readTree(text);
    ObjectNode schema = told.objectNode().put("$schema", DIALECT)
        .put("$id", "urn:anamnesis:event:" + type + ":" + revision).put("title", EventWords.title(type));
    told.properties().stream().filter(member -> !member.getKey().equals("$schema"))
        .forEach(member -> schema.set(member.getKey(), member.getValue()));
    fields.values().stream().filter(field -> !field.clear())
        .forEach(field -> seal((ObjectNode) schema.get(SchemaReader.PROPERTIES).get(field.name())));
    seal(schema.putObject("additionalProperties").put("description", "kept, and sealed whole"));
    return schema;
  }

  private static void seal(ObjectNode schema) {
    schema.put("x-personal", true).put("x-key", "record");
  }
}
