package io.anamnesis.query.reading;

import java.util.Map;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import io.anamnesis.eventstore.personal.PersonalData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a reader is shown in the place of personal data. */
public sealed interface Reveal {
  StringNode MASK = StringNode.valueOf("***");

  JsonNode reveal(Sealed sealed);

  /** The tree with every ciphertext replaced. */
  JsonNode reveal(JsonNode tree);

  /** Whether what gives its holder something is told: an auditor's purpose is no reason to hold it. */
  boolean tellsSecrets();

  default JsonNode reveal(Concealed concealed) {
    return tellsSecrets() ? reveal(concealed.secret()) : MASK;
  }

  /** What stands in the place of a value that was moved: it is not shown. */
  default JsonNode instead() {
    return NullNode.getInstance();
  }

  /** The event's payload, but for what was sealed elsewhere and moved into it. */
  default JsonNode payload(StoredEvent event) {
    JsonNode payload = reveal(MovedValues.without(event, instead()));
    if (!tellsSecrets() && payload instanceof ObjectNode object) {
      EventCatalogue.standard().find(event.type()).stream().flatMap(type -> type.secrets().stream())
          .filter(object::hasNonNull).forEach(secret -> object.set(secret, MASK));
    }
    return payload;
  }

  /** The personal data itself; null where its key is gone. Secrets among it, such as the code of a voucher, where they are told. */
  record Clear(PersonalData keys, String subject, boolean tellsSecrets) implements Reveal {
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
    @Override
    public JsonNode instead() {
      return MASK;
    }

    @Override
    public boolean tellsSecrets() {
      return false;
    }

    @Override
    public JsonNode reveal(Sealed sealed) {
      return MASK;
    }

    @Override
    public JsonNode reveal(JsonNode tree) {
      return each(tree, this);
    }
  }

  /**
   * For a person whose record is restricted: only that there is something under the record key, and the rest as another reveals
   * it.
   */
  record OfContact(Reveal rest) implements Reveal {
    @Override
    public boolean tellsSecrets() {
      return rest.tellsSecrets();
    }

    @Override
    public JsonNode reveal(Sealed sealed) {
      return sealed.under() == KeyKind.RECORD ? MASK : rest.reveal(sealed);
    }

    @Override
    public JsonNode reveal(JsonNode tree) {
      return each(tree, this);
    }
  }

  private static JsonNode each(JsonNode tree, Reveal reveal) {
    return switch (tree) {
      case ObjectNode object when object.size() == 1 && object.path(Sealed.MEMBER).isString() ->
        reveal.reveal(new Sealed(object.path(Sealed.MEMBER).stringValue()));
      case ObjectNode object -> {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          shown.set(member.getKey(), reveal.reveal(member.getValue()));
        }
        yield shown;
      }
      case ArrayNode array -> {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> shown.add(reveal.reveal(element)));
        yield shown;
      }
      default -> tree;
    };
  }
}
