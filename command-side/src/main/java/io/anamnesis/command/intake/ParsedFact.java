package io.anamnesis.command.intake;

import io.anamnesis.events.EventDescriptor;
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
    Instant time, ObjectNode data, ObjectNode extensions) implements Parsed {}
