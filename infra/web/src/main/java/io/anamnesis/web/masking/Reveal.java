package io.anamnesis.web.masking;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.FieldClass;
import io.anamnesis.events.KeyKind;
import io.anamnesis.events.MetadataCodec;
import io.anamnesis.events.Original;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Shape;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import io.anamnesis.eventstore.personal.PersonalData;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a reader is shown in the place of somebody's personal data: the value, or that there is one. */
public final class Reveal {
  public static final StringNode MASK = StringNode.valueOf("***");

  private static final EventCatalogue CATALOGUE = EventCatalogue.standard();
  private static final String CORRECTION = CATALOGUE.of(FactCorrected.class).type();
  private static final Shape.Members UNKNOWN = new Shape.Members(Map.of());

  private final PersonalData keys;
  private final String subject;
  private final Sight sight;
  private final boolean isRestricted;

  Reveal(PersonalData keys, String subject, Sight sight, boolean isRestricted) {
    this.keys = keys;
    this.subject = subject;
    this.sight = sight;
    this.isRestricted = isRestricted;
  }

  /** Whether values of a class are told at all. */
  public boolean shows(FieldClass field) {
    return sight.shows(field, isRestricted);
  }

  /** The value, JSON null where its key is gone, or the mask. */
  public JsonNode value(FieldClass field, Sealed sealed) {
    return shows(careful(field, sealed)) ? keys.unseal(subject, sealed).orElse(NullNode.getInstance()) : MASK;
  }

  /** As {@link #value}, of a text; null where there is none, or its key is gone. */
  public @Nullable String text(FieldClass field, @Nullable Sealed sealed) {
    return sealed == null || !(value(field, sealed) instanceof StringNode text) ? null : text.stringValue();
  }

  /**
   * The event's payload, each sealed value of it as its type's record classes it; what was sealed elsewhere and moved into it is not
   * shown.
   */
  public JsonNode payload(StoredEvent event) {
    return payload(event, MovedValues.of(event));
  }

  /** As {@link #payload(StoredEvent)}, for who tells what was moved as well. */
  public JsonNode payload(StoredEvent event, MovedValues moved) {
    JsonNode instead = shows(FieldClass.UNCLASSIFIED) ? NullNode.getInstance() : MASK;
    return shown(moved.payload(instead), shapeOf(event));
  }

  /** What was sealed under the record key before its type was known to have less in it stays what it was. */
  private static FieldClass careful(FieldClass field, Sealed sealed) {
    return field.key() == KeyKind.CONTACT && sealed.under() == KeyKind.RECORD ? FieldClass.UNCLASSIFIED : field;
  }

  private static Shape.Members shapeOf(StoredEvent event) {
    Shape.Members shape = shapeOf(event.type(), event.revision());
    Original original = event.type().equals(CORRECTION) ? MetadataCodec.decode(event.metadata()).original() : null;
    if (original == null || event.revision() == 1) {
      return shape;
    }
    Map<String, Shape> known = new HashMap<>(shape.known());
    known.put("data", shapeOf(original.type(), original.revision()));
    return new Shape.Members(known);
  }

  private static Shape.Members shapeOf(String type, int revision) {
    return CATALOGUE.find(type).filter(known -> !known.isExtension())
        .map((EventDescriptor known) -> CATALOGUE.shapeOf(known, revision)).orElse(UNKNOWN);
  }

  private JsonNode shown(JsonNode tree, Shape shape) {
    return switch (tree) {
      case ObjectNode object when object.size() == 1 && object.path(Sealed.MEMBER).isString() ->
        value(shape instanceof Shape.Sealing sealing ? sealing.of() : FieldClass.UNCLASSIFIED,
            new Sealed(object.path(Sealed.MEMBER).stringValue()));
      case ObjectNode object -> {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> shown.set(member.getKey(), shown(member.getValue(),
            shape instanceof Shape.Members members ? members.of(member.getKey()) : Shape.UNKNOWN)));
        yield shown;
      }
      case ArrayNode array -> {
        ArrayNode shown = JsonNodeFactory.instance.arrayNode();
        array.forEach(element -> shown.add(
            shown(element, shape instanceof Shape.Elements elements ? elements.element() : Shape.UNKNOWN)));
        yield shown;
      }
      default -> tree;
    };
  }
}
