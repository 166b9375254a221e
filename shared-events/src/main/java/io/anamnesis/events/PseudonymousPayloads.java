package io.anamnesis.events;

import io.anamnesis.events.RecordLayout.FieldType;
import io.anamnesis.events.RecordLayout.Member;
import io.anamnesis.events.schema.ExtensionSchema;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stored payloads as one may see them who must not know whom they concern. What is sealed is left out, not even as
 * ciphertext, and a customer's number gives way to a pseudonym. Only what a type's record declares comes through: what
 * nobody has classified is sealed, and would stay behind were it not.
 */
public final class PseudonymousPayloads {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final EventCatalogue catalogue;
  private final UnaryOperator<String> pseudonym;

  /** @param pseudonym of a customer's number */
  public PseudonymousPayloads(EventCatalogue catalogue, UnaryOperator<String> pseudonym) {
    this.catalogue = catalogue;
    this.pseudonym = pseudonym;
  }

  /**
   * The payload in its type's newest revision, members in the order of declaration; empty for a type {@code x.…} of which
   * nothing is registered.
   *
   * @throws UnknownType if no such type is in the catalogue
   * @throws UnknownRevision if the revision is newer than this build
   * @throws UnreadablePayload if the payload is no JSON object
   */
  public ObjectNode of(String type, int revision, String payload) {
    EventDescriptor descriptor = catalogue.find(type).orElseThrow(() -> new UnknownType(type));
    return members(descriptor.layout(), catalogue.newest(descriptor, revision, payload));
  }

  /**
   * Of a fact of a type {@code x.…}, what its registered revision marks clear.
   *
   * @throws UnreadablePayload if the payload is no JSON object
   */
  public ObjectNode of(ExtensionSchema schema, String payload) {
    if (!(EventCodec.mapper().readTree(payload) instanceof ObjectNode object)) {
      throw new UnreadablePayload(schema.type(), schema.revision(), ": it is no JSON object");
    }
    ObjectNode shown = NODES.objectNode();
    schema.open().forEach((name, form) -> {
      JsonNode value = object.path(name);
      if (form.read(value).isPresent()) {
        shown.set(name, value);
      }
    });
    return shown;
  }

  private ObjectNode members(RecordLayout layout, JsonNode object) {
    ObjectNode shown = NODES.objectNode();
    for (Member member : layout.members().values()) {
      JsonNode value = object.get(member.name());
      JsonNode clear = value == null ? null : shown(member.type(), value);
      if (clear != null) {
        shown.set(member.name(), clear);
      }
    }
    return shown;
  }

  /** Null for what is not to be shown: sealed, absent, or not of the form that its type declares, and then sealed as well. */
  private @Nullable JsonNode shown(FieldType type, JsonNode value) {
    return switch (type) {
      case FieldType.Personally personal -> null;
      case FieldType.Text text when text.form().isCustomer() ->
        value.isString() ? NODES.stringNode(pseudonym.apply(value.stringValue())) : null;
      case FieldType.Text text -> scalar(value);
      case FieldType.Numeral numeral -> scalar(value);
      case FieldType.Flag flag -> scalar(value);
      case FieldType.ListOf list -> value.isArray() ? elements(list.element(), value) : null;
      case FieldType.Nested nested -> value.isObject() ? members(nested.layout(), value) : null;
      case FieldType.Content content -> null;
    };
  }

  private ArrayNode elements(FieldType type, JsonNode array) {
    ArrayNode shown = NODES.arrayNode();
    for (JsonNode element : array) {
      JsonNode clear = shown(type, element);
      if (clear != null) {
        shown.add(clear);
      }
    }
    return shown;
  }

  private static @Nullable JsonNode scalar(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? value : null;
  }
}
