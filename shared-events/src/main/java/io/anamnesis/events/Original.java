package io.anamnesis.events;

import java.time.Instant;
import java.util.UUID;

/**
 * The event that a correction or a withdrawal is about, as the log held it then: what a reader needs to know in order to put
 * the new content in its place.
 *
 * @param revision of its type in which a correction's content is written: the newest then, whatever the original's was
 * @param occurredAt when the fact happened; a correction does not move it
 */
public record Original(UUID eventId, String type, int revision, long position, Instant occurredAt,
    Instant recordedAt) {}
