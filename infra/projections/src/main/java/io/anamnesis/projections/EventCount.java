package io.anamnesis.projections;

import java.time.Instant;

/**
 * Events of one type and revision.
 *
 * @param first the first of them in the log
 * @param last the last of them in the log
 * @param earliest of the times at which they happened
 * @param latest of the times at which they happened
 * @param unfit those with a field that does not meet the schema registered for the type; 0 of types that sources do not make up
 */
public record EventCount(String type, int revision, long count, Sighting first, Sighting last, Instant earliest,
    Instant latest, long unfit) {

  /** Where an event is in the log, and when it got there. */
  public record Sighting(long position, Instant recordedAt) {}

  /** With further ones, which come later in the log. */
  EventCount plus(EventCount later) {
    return new EventCount(type, revision, count + later.count, first, later.last,
        earliest.isBefore(later.earliest) ? earliest : later.earliest,
        latest.isAfter(later.latest) ? latest : later.latest, unfit + later.unfit);
  }
}
