package io.anamnesis.projections;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;
import tools.jackson.databind.ser.std.StdSerializer;

/** Values of views for people who must not know whom they concern: customers by pseudonym, sealed values as null. */
final class Anonymous {
  private final PersonalData keys;
  private final JsonMapper mapper;

  Anonymous(PersonalData keys) {
    this.keys = keys;
    SimpleModule module = new SimpleModule("anonymous");
    module.addSerializer(new NothingSealed());
    module.addSerializer(new PseudonymOf(keys::pseudonym, JsonGenerator::writeString));
    module.addKeySerializer(CustomerId.class, new PseudonymOf(keys::pseudonym, JsonGenerator::writeName));
    this.mapper = StateJson.with(module);
  }

  String pseudonym(String subject) {
    return keys.pseudonym(subject);
  }

  /** A state, or a line, as JSON. */
  JsonNode json(Object value, String subject) {
    return cleaned(mapper.valueToTree(value), subject);
  }

  /** What a view has laid out itself. */
  @Nullable
  Object cell(@Nullable Object value, String subject) {
    return switch (value) {
      case String text -> shown(text, subject);
      case JsonNode json -> cleaned(json, subject);
      case null, default -> value;
    };
  }

  /** A fold may have kept its subject's number as plain text, or a sealed value as plain JSON. */
  private JsonNode cleaned(JsonNode json, String subject) {
    return switch (json) {
      case ObjectNode object when object.size() == 1 && object.has(Sealed.MEMBER) -> NullNode.getInstance();
      case ObjectNode object -> {
        ObjectNode clean = mapper.createObjectNode();
        object.properties()
            .forEach(member -> clean.set(shown(member.getKey(), subject), cleaned(member.getValue(), subject)));
        yield clean;
      }
      case ArrayNode array -> {
        ArrayNode clean = mapper.createArrayNode();
        array.forEach(element -> clean.add(cleaned(element, subject)));
        yield clean;
      }
      case StringNode text -> StringNode.valueOf(shown(text.stringValue(), subject));
      default -> json;
    };
  }

  private String shown(String text, String subject) {
    return text.equals(subject) ? pseudonym(subject) : text;
  }

  private static final class NothingSealed extends StdSerializer<Sealed> {
    NothingSealed() {
      super(Sealed.class);
    }

    @Override
    public void serialize(Sealed sealed, JsonGenerator json, SerializationContext context) {
      json.writeNull();
    }
  }

  /** As a value, or as the name of a member. */
  private static final class PseudonymOf extends StdSerializer<CustomerId> {
    private final UnaryOperator<String> pseudonym;
    private final BiConsumer<JsonGenerator, String> write;

    PseudonymOf(UnaryOperator<String> pseudonym, BiConsumer<JsonGenerator, String> write) {
      super(CustomerId.class);
      this.pseudonym = pseudonym;
      this.write = write;
    }

    @Override
    public void serialize(CustomerId customer, JsonGenerator json, SerializationContext context) {
      write.accept(json, pseudonym.apply(customer.value()));
    }
  }
}
