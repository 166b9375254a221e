package io.anamnesis.eventstore.personal;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Sealed;
import io.anamnesis.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds ciphertexts of an event that were sealed in another event, or elsewhere in it: somebody has moved them. It takes no key.
 * One that was sealed before places were bound tells nothing of its own, and is not found, unless the event holds bound ones as well: a
 * event is sealed as a whole.
 */
public final class MovedValues {
  private final List<String> moved = new ArrayList<>();
  private final List<String> unbound = new ArrayList<>();
  private final JsonNode payload;
  private boolean anyBound;

  private MovedValues(StoredEvent event) {
    Place place = Place.of(event);
    payload = EventCodec.mapper().readTree(event.payload());
    look(place, payload);
    look(place.inMetadata(), EventCodec.mapper().readTree(event.metadata()));
  }

  public static MovedValues of(StoredEvent event) {
    return new MovedValues(event);
  }

  /** As {@link #pointers}. */
  public static List<String> in(StoredEvent event) {
    return of(event).pointers();
  }

  /**
   * The payload of the event as stored, but for what was moved into it.
   *
   * @param instead stands in its place
   */
  public JsonNode payload(JsonNode instead) {
    List<String> pointers = pointers();
    JsonNode rest = pointers.isEmpty() ? payload : payload.deepCopy();
    for (String pointer : pointers) {
      if (pointer.isEmpty()) {
        return instead;
      }
      if (!Place.isInMetadata(pointer)) {
        put(rest, JsonPointer.compile(pointer), instead);
      }
    }
    return rest;
  }

  private static void put(JsonNode payload, JsonPointer pointer, JsonNode instead) {
    JsonPointer last = pointer.last();
    switch (payload.at(pointer.head())) {
      case ArrayNode array -> array.set(last.getMatchingIndex(), instead);
      case ObjectNode object -> object.set(last.getMatchingProperty(), instead);
      default -> throw new IllegalStateException("nothing is at " + pointer);
    }
  }

  /** Where they are, as {@link Place#pointer} writes it: those of the payload first. */
  public List<String> pointers() {
    List<String> all = new ArrayList<>(moved);
    if (anyBound) {
      all.addAll(unbound);
    }
    return all;
  }

  private void look(Place place, JsonNode tree) {
    switch (tree) {
      case ObjectNode object when Sealed.isOne(object) -> judge(place, Sealed.of(object));
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
          if (member.getValue().isContainer()) {
            look(place.at(member.getKey()), member.getValue());
          }
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          look(place.at(i), array.get(i));
        }
      }
      default -> {
        // Clear.
      }
    }
  }

  private void judge(Place place, Sealed sealed) {
    String mark = sealed.place();
    if (mark == null) {
      unbound.add(place.pointer());
    } else {
      anyBound = true;
      if (!mark.equals(place.mark())) {
        moved.add(place.pointer());
      }
    }
  }
}
