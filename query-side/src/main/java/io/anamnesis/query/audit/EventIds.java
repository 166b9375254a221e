package io.anamnesis.query.audit;

import java.util.UUID;

/** Event ids as callers write them. */
public final class EventIds {
  private EventIds() {}

  /** @throws io.anamnesis.web.ProblemException {@code invalid}, naming the field, if it is no UUID in full */
  public static UUID of(String field, String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException otherForm) {
      // Told below.
    }
    throw Parameters.invalid(field, "problem.invalid.event-id");
  }
}
