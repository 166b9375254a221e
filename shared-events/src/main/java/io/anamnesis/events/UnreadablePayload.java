package io.anamnesis.events;

/**
 * A stored payload does not fit the record of its type and revision. Names the place, never the value: messages end up
 * in logs. For the same reason it has no cause.
 */
public final class UnreadablePayload extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnreadablePayload(String type, int revision, String place) {
    super("the payload of event type " + type + ", revision " + revision + ", cannot be read" + place);
  }
}
