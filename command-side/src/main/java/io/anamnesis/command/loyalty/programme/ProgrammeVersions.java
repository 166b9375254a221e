package io.anamnesis.command.loyalty.programme;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.schema.OpenFields;
import java.time.Instant;
import java.util.Set;

/** The versions of the programme that decide or have decided. Thread-safe. */
public interface ProgrammeVersions {

  /**
   * The version that decides on an interaction for ever: the last one effective at or before the instant, of those that
   * were published at a position before the interaction's. Waits until all that lies before the position is known, so that
   * whoever asks, and whenever, gets the same answer.
   *
   * @param position of the interaction in the log
   */
  Programme inForceAt(Instant occurredAt, long position);

  /** The version that decides on what a person commands now: in force at the instant, of all that are published by now. */
  Programme inForceNow(Instant at);

  /**
   * A version that was published, whatever became of it since.
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  Programme version(String name);

  /** The types of interaction that some rule rewards, of any version published at a position before this one. */
  Set<String> types(long position);

  /**
   * The fields of types {@code x.…} that conditions of a published version may name: all that were ever clear, as a field keeps
   * its form for ever. A version was held to those that were clear when it was drafted.
   */
  default OpenFields fields() {
    return OpenFields.NONE;
  }

  /** Those of an Anamnesis where none was ever published: the standard programme alone, from the beginning of time. */
  static ProgrammeVersions standard() {
    return only(Programme.standard());
  }

  /** One version alone, from the beginning of time. */
  static ProgrammeVersions only(Programme programme) {
    return only(programme, OpenFields.NONE);
  }

  /** As {@link #only(Programme)}, where some fields of types {@code x.…} are clear. */
  static ProgrammeVersions only(Programme programme, OpenFields fields) {
    return new OneProgramme(programme, fields);
  }
}
