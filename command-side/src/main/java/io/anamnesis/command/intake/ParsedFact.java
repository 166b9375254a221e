package io.anamnesis.command.intake;

import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.audit.AuditEvent;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * A fact whose form is right, in clear.
 *
 * @param time when it happened, as exactly as the source told it
 * @param data the payload, as it came
 * @param extensions attributes that CloudEvents leaves to the source, as they came
 */
record ParsedFact(RawFact raw, String source, String id, EventDescriptor descriptor, String type, String subject,
    Instant time, ObjectNode data, ObjectNode extensions) implements Parsed {

  /** Whether it is a correction or a withdrawal. */
  boolean isAboutAnother() {
    return isAboutAnother(descriptor);
  }

  static boolean isAboutAnother(EventDescriptor type) {
    return AuditEvent.class.isAssignableFrom(type.recordType());
  }
}
