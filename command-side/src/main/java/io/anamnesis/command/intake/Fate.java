package io.anamnesis.command.intake;

import java.util.UUID;

/** What became of an event in the end. */
sealed interface Fate permits Fate.Accepted, Fate.Repeated, Rejection {

  /** Durable, at this position. */
  record Accepted(long position, UUID eventId) implements Fate {}

  /** Was in the log already, with the same content, at this position. */
  record Repeated(long position, UUID eventId) implements Fate {}
}
