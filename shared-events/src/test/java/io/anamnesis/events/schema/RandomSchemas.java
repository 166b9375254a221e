package io.anamnesis.events.schema;

import static io.anamnesis.events.schema.FieldForm.BOOLEAN;
import static io.anamnesis.events.schema.FieldForm.DATE;
import static io.anamnesis.events.schema.FieldForm.DECIMAL;
import static io.anamnesis.events.schema.FieldForm.INSTANT;
import static io.anamnesis.events.schema.FieldForm.INTEGER;
import static io.anamnesis.events.schema.FieldForm.NUMBER;
import static io.anamnesis.events.schema.FieldForm.TEXT;

import io.anamnesis.events.EventCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Schemas and objects by chance; of each value is known beforehand in which forms it is one. */
final class RandomSchemas {
  private static final FieldForm[] FORMS = FieldForm.values();
  private static final List<Sample> SAMPLES = List.of(of("\"2026-03-01\"", TEXT, DATE), of("\"2026-02-30\"", TEXT),
      of("\"2026-03-01T10:00:00+08:00\"", TEXT, INSTANT), of("\"2026-03-01T10:00:00\"", TEXT),
      of("\"2026-03-01T25:00:00Z\"", TEXT), of("\"12.50\"", TEXT, DECIMAL), of("\"-3\"", TEXT, DECIMAL),
      of("\"+3\"", TEXT), of("\"1e3\"", TEXT), of("\"1234567890123\"", TEXT), of("\"0.1234567\"", TEXT),
      of("\"\"", TEXT), of("\"true\"", TEXT), of("\"喝水\"", TEXT), of("\"\\uD83D\\uDE00\\uD83D\\uDE00\"", TEXT),
      of("\"a\\u0000b\""), of("12", INTEGER, NUMBER), of("-12.0", INTEGER, NUMBER), of("12.5", NUMBER),
      of("1e3", INTEGER, NUMBER), of("1e999999999"), of("0.1234567"), of("123456789012345", INTEGER),
      of("1234567890123456"), of("true", BOOLEAN), of("false", BOOLEAN), of("[]"), of("[1]"), of("{}"),
      of("{\"~\":\"r.AAAA\"}"), of("{\"a\":1}"));

  private final Random random;

  RandomSchemas(long seed) {
    this.random = new Random(seed);
  }

  /** @param forms in which the value says something */
  record Sample(JsonNode value, Set<FieldForm> forms) {}

  /** What is wanted of a field, as an author has it in mind. */
  record Wanted(String name, FieldForm form, boolean clear, List<String> choices, @Nullable Integer maxLength) {}

  private static Sample of(String json, FieldForm... forms) {
    return new Sample(EventCodec.mapper().readTree(json), Set.of(forms));
  }

  List<Wanted> fields() {
    List<Wanted> fields = new ArrayList<>();
    for (int i = 0; i < random.nextInt(8); i++) {
      FieldForm form = FORMS[random.nextInt(FORMS.length)];
      boolean clear = random.nextBoolean();
      boolean text = form == TEXT;
      List<String> choices =
          text && random.nextInt(3) == 0 ? List.of("2026-03-01", "true", "喝水", "-3").subList(0, 1 + random.nextInt(4))
              : List.of();
      Integer maxLength = text && (clear || random.nextBoolean()) ? Integer.valueOf(1 + random.nextInt(12)) : null;
      fields.add(new Wanted("f" + i, form, clear, choices, maxLength));
    }
    return fields;
  }

  static ObjectNode schema(List<Wanted> fields) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    for (Wanted field : fields) {
      ObjectNode its = properties.putObject(field.name()).put("type", field.form().type());
      if (field.form().format() != null) {
        its.put("format", field.form().format());
      }
      if (field.clear()) {
        its.put("x-clear", true);
      }
      if (field.maxLength() != null) {
        its.put("maxLength", field.maxLength());
      }
      if (!field.choices().isEmpty()) {
        field.choices().forEach(its.putArray("enum")::add);
      }
    }
    return schema;
  }

  /** A value of any form. */
  Sample value() {
    return SAMPLES.get(random.nextInt(SAMPLES.size()));
  }

  boolean chance() {
    return random.nextInt(4) > 0;
  }
}
