package io.anamnesis.events.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.schema.InvalidSchema.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SchemaReaderTest {

  @Test
  void a_schema_says_of_each_field_what_it_holds_and_whether_it_is_clear() throws InvalidSchema {
    Map<String, FieldSchema> fields = SchemaReader.read(json("""
        {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Steps","description":"…","type":"object",
         "properties":{
          "steps":{"type":"integer","x-clear":true,"title":"steps of the day"},
          "device":{"type":"string","enum":["watch","phone"],"x-clear":true},
          "km":{"type":"string","format":"decimal","x-clear":true},
          "weight":{"type":"number","x-clear":false},
          "day":{"type":"string","format":"date","x-clear":true},
          "from":{"type":"string","format":"date-time"},
          "outdoors":{"type":"boolean","x-clear":true},
          "note of the day":{"type":"string"}}}"""));

    assertThat(fields.values()).extracting(field -> field.name() + " " + field.form() + " " + field.clear())
        .containsExactly("steps INTEGER true", "device TEXT true", "km DECIMAL true", "weight NUMBER false",
            "day DATE true", "from INSTANT false", "outdoors BOOLEAN true", "note of the day TEXT false");
    assertThat(fields.get("device").choices()).containsExactly("watch", "phone");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"[]|EXPECTED|''", "{\"properties\":{}}|MISSING_KEYWORD|/type",
      "{\"type\":\"object\"}|MISSING_KEYWORD|/properties", "{\"type\":\"array\",\"properties\":{}}|EXPECTED|/type",
      "{\"type\":\"object\",\"required\":[],\"properties\":{}}|UNKNOWN_KEYWORD|/required",
      "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}|EXPECTED|/$schema",
      "{\"type\":\"object\",\"title\":1,\"properties\":{}}|EXPECTED|/title",
      "{\"type\":\"object\",\"properties\":[]}|EXPECTED|/properties"})
  void a_fault_of_the_whole_is_told_by_its_pointer(String schema, Kind kind, String pointer) {
    assertFault(schema, kind, pointer);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"true|EXPECTED|''", "{}|MISSING_KEYWORD|/type",
      "{\"type\":[\"string\",\"null\"]}|UNKNOWN_TYPE|/type",
      "{\"type\":\"object\"}|NESTED|/type", "{\"type\":\"array\"}|NESTED|/type",
      "{\"type\":\"float\"}|UNKNOWN_TYPE|/type", "{\"type\":\"string\",\"format\":\"email\"}|UNKNOWN_FORMAT|/format",
      "{\"type\":\"integer\",\"format\":\"date\"}|UNKNOWN_FORMAT|/format",
      "{\"type\":\"string\",\"pattern\":\"a\"}|UNKNOWN_KEYWORD|/pattern",
      "{\"type\":\"string\",\"x-clear\":\"yes\"}|EXPECTED|/x-clear",
      "{\"type\":\"string\",\"x-clear\":true}|FREE_TEXT|''",
      "{\"type\":\"string\",\"maxLength\":201,\"x-clear\":true}|FREE_TEXT|''",
      "{\"type\":\"string\",\"maxLength\":0}|EXPECTED|/maxLength",
      "{\"type\":\"string\",\"maxLength\":1.5}|EXPECTED|/maxLength",
      "{\"type\":\"integer\",\"maxLength\":5}|NOT_OF_TEXT|/maxLength",
      "{\"type\":\"string\",\"format\":\"date\",\"enum\":[\"a\"]}|NOT_OF_TEXT|/enum",
      "{\"type\":\"string\",\"enum\":[]}|EXPECTED|/enum", "{\"type\":\"string\",\"enum\":[\"a\",1]}|EXPECTED|/enum/1"})
  void a_fault_of_a_field_is_told_by_its_pointer(String field, Kind kind, String pointer) {
    assertFault("{\"type\":\"object\",\"properties\":{\"a/b~c\":{\"type\":\"string\"},\"f\":" + field + "}}", kind,
        "/properties/f" + pointer);
    assertFault("{\"type\":\"object\",\"properties\":{\"a/b~c\":{\"type\":\"null\"}}}", Kind.UNKNOWN_TYPE,
        "/properties/a~1b~0c/type");
  }

  @ParameterizedTest
  @CsvSource({"note of the day", "1st", "in", "null", "步数", "step-count", "_steps"})
  void a_clear_field_has_a_name_that_expressions_can_say(String name) {
    assertFault("{\"type\":\"object\",\"properties\":{\"" + name + "\":{\"type\":\"integer\",\"x-clear\":true}}}",
        Kind.BAD_CLEAR_NAME, "/properties/" + name);
  }

  @Test
  void fields_are_counted_and_clear_ones_apart() throws InvalidSchema {
    assertThat(SchemaReader.read(json(fields(SchemaReader.MOST_FIELDS, SchemaReader.MOST_CLEAR_FIELDS)))).hasSize(200);
    assertFault(fields(SchemaReader.MOST_FIELDS + 1, 0), Kind.TOO_MANY, "/properties");
    assertFault(fields(SchemaReader.MOST_FIELDS, SchemaReader.MOST_CLEAR_FIELDS + 1), Kind.TOO_MANY, "/properties");
  }

  @Test
  void a_revision_may_add_open_and_close_fields_but_neither_drop_nor_change_one() throws InvalidSchema {
    ExtensionSchema before = new ExtensionSchema("x.steps", 2, 7, "", SchemaReader.read(json("""
        {"type":"object","properties":{"steps":{"type":"integer","x-clear":true},"km":{"type":"number"}}}""")));

    assertFollows(before, """
        {"km":{"type":"number","x-clear":true},"steps":{"type":"integer"},"day":{"type":"string","format":"date"}}""");
    assertThatThrownBy(() -> assertFollows(before, "{\"steps\":{\"type\":\"integer\"}}"))
        .isInstanceOfSatisfying(InvalidSchema.class, fault -> {
          assertThat(fault.kind()).isEqualTo(Kind.FIELD_GONE);
          assertThat(fault.pointer()).isEqualTo("/properties/km");
        });
    assertThatThrownBy(() -> assertFollows(before,
        "{\"steps\":{\"type\":\"integer\"},\"km\":{\"type\":\"string\",\"format\":\"decimal\"}}"))
        .isInstanceOfSatisfying(InvalidSchema.class, fault -> {
          assertThat(fault.kind()).isEqualTo(Kind.FORM_CHANGED);
          assertThat(fault.pointer()).isEqualTo("/properties/km");
        });
  }

  private static void assertFollows(ExtensionSchema before, String properties) throws InvalidSchema {
    SchemaReader.checkAfter(before,
        SchemaReader.read(json("{\"type\":\"object\",\"properties\":" + properties + "}")));
  }

  private static String fields(int all, int clear) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < all; i++) {
      fields.append(i == 0 ? "" : ",").append("\"f").append(i).append("\":{\"type\":\"boolean\",\"x-clear\":")
          .append(i < clear).append('}');
    }
    return "{\"type\":\"object\",\"properties\":{" + fields + "}}";
  }

  private static void assertFault(String schema, Kind kind, String pointer) {
    assertThatThrownBy(() -> SchemaReader.read(json(schema))).isInstanceOfSatisfying(InvalidSchema.class, fault -> {
      assertThat(fault.kind()).as(schema).isEqualTo(kind);
      assertThat(fault.pointer()).as(schema).isEqualTo(pointer);
    });
  }

  private static JsonNode json(String text) {
    return EventCodec.outside().readTree(text);
  }
}
