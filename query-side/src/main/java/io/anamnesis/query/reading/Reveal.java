package io.anamnesis.query.reading;

import java.util.Map;

import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.personal.PersonalData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a reader is shown in the place of personal data. */
public sealed interface Reveal {

  JsonNode reveal(Sealed sealed);

  /** The tree with every ciphertext replaced. */
  JsonNode reveal(JsonNode tree);

  /** The personal data itself; null where its key is gone. */
  record Clear(PersonalData keys, String subject) implements Reveal {
    @Override
    public JsonNode reveal(Sealed sealed) {
      return keys.unseal(subject, sealed).orElse(NullNode.getInstance());
    }

    @Override
    public JsonNode reveal(JsonNode tree) {
      return keys.unseal(subject, tree);
    }
  }

  /** Only that there is something. */
  record Masked() implements Reveal {
    private static final StringNode MASK = StringNode.valueOf("***");

    @Override
    public JsonNode reveal(Sealed sealed) {
      return MASK;
    }

    @Override
    public JsonNode reveal(JsonNode tree) {
      return switch (tree) {
        case ObjectNode object when object.size() == 1 && object.has(Sealed.MEMBER) -> MASK;
        case ObjectNode object -> {
          ObjectNode masked = JsonNodeFactory.instance.objectNode();
          for (Map.Entry<String, JsonNode> member : object.properties()) {
            masked.set(member.getKey(), reveal(member.getValue()));
          }
          yield masked;
        }
        case ArrayNode array -> {
          ArrayNode masked = JsonNodeFactory.instance.arrayNode();
          array.forEach(element -> masked.add(reveal(element)));
          yield masked;
        }
        default -> tree;
      };
    }
  }
}
