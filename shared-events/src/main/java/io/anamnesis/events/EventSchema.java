package io.anamnesis.events;

import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import io.anamnesis.events.RecordLayout.Need;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schemas (2020-12) of payloads, derived from the same records as validation is. A schema describes a payload in clear,
 * as a source tells a fact and as a decision is stored; keywords of our own say what becomes of it:
 *
 * <ul>
 * <li>{@code x-personal: true}: a personal value, stored as ciphertext under the person's key that {@code x-key} names
 * ({@code contact} or {@code record}), and never exported;
 * <li>{@code x-customer: true}: a customer's number, exported as a pseudonym.
 * </ul>
 *
 * What a schema cannot say (that a date exists, how many digits a number has, that a currency is one of ISO 4217) is left to
 * validation: it may take what will be refused, and refuses nothing that will be taken.
 */
public final class EventSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
  private static final String PERSONAL = "x-personal";
  private static final String KEY = "x-key";
  private static final String CUSTOMER = "x-customer";

  private EventSchema() {}

  /**
   * The schema of one revision of a type.
   *
   * @throws UnknownRevision if this build knows no such revision
   */
  public static ObjectNode of(EventCatalogue catalogue, EventDescriptor type, int revision) {
    ObjectNode schema = NODES.objectNode().put("$schema", DIALECT)
        .put("$id", "urn:anamnesis:event:" + type.type() + ":" + revision).put("title", EventWords.title(type.type()));
    EventWords.description(type.type()).ifPresent(words -> schema.put("description", words));
    return describe(schema, catalogue.layoutOf(type, revision), type.isFact());
  }

  private static ObjectNode describe(ObjectNode schema, RecordLayout layout, boolean open) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    ArrayNode required = NODES.arrayNode();
    for (Member member : layout.members().values()) {
      ObjectNode value = value(member.type(), open);
      properties.set(member.name(), member.required() ? value : SchemaForms.orNull(value));
      if (member.required()) {
        required.add(member.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    if (!layout.oneOf().isEmpty()) {
      schema.set("oneOf", alternatives(layout.oneOf()));
    }
    if (!layout.needs().isEmpty()) {
      schema.set("allOf", needs(layout.needs()));
    }
    if (open) {
      schema.putObject("additionalProperties").put("description", "kept, and sealed whole").put(PERSONAL, true).put(KEY,
          key(KeyKind.RECORD));
    }
    return schema;
  }

  private static ObjectNode value(FieldType type, boolean open) {
    return switch (type) {
      case FieldType.Text text when text.form().isCustomer() -> SchemaForms.text(text).put(CUSTOMER, true);
      case FieldType.Text text -> SchemaForms.text(text);
      case FieldType.Numeral numeral -> SchemaForms.number(numeral);
      case FieldType.Flag flag -> NODES.objectNode().put("type", "boolean");
      case FieldType.Personally(FieldClass of, Personal.Format format) ->
        SchemaForms.personal(format).put(PERSONAL, true).put(KEY, key(of.key()));
      case FieldType.ListOf(FieldType element, boolean oneOrMore) -> {
        ObjectNode list = NODES.objectNode().put("type", "array");
        list.set("items", value(element, open));
        yield oneOrMore ? list.put("minItems", 1) : list;
      }
      case FieldType.Nested(RecordLayout layout) -> describe(NODES.objectNode(), layout, open);
      case FieldType.Content() -> NODES.objectNode().put("type", "object").put("description",
          "a payload of another type, by the schema of that type");
    };
  }

  /** Exactly one of the names is given: JSON null counts as absent. */
  private static ArrayNode alternatives(List<String> names) {
    ArrayNode oneOf = NODES.arrayNode();
    names.forEach(name -> oneOf.add(given(name)));
    return oneOf;
  }

  private static ArrayNode needs(List<Need> needs) {
    ArrayNode all = NODES.arrayNode();
    for (Need need : needs) {
      ObjectNode rule = all.addObject();
      rule.set("if", given(need.field()));
      rule.set("then", given(need.needed()));
    }
    return all;
  }

  private static ObjectNode given(String name) {
    ObjectNode given = NODES.objectNode();
    given.putArray("required").add(name);
    given.putObject("properties").set(name, SchemaForms.notNull());
    return given;
  }

  private static String key(KeyKind key) {
    return key.name().toLowerCase(Locale.ROOT);
  }
}
