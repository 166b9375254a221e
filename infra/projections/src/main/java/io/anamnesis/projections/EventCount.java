package io.anamnesis.projections;

import java.time.Instant;

/**
 * Events of one type and revision.
 *
 * @param first the first of them in the log
 * @param last the last of them in the log
 * @param earliest of the times at which they happened
 * @param latest of the times at which they happened
 */
public record EventCount(String type, int revision, long count, Sighting first, Sighting last, Instant earliest,
    Instant latest) {

  /** Where an event is in the log, and when it got there. */
  public record Sighting(long position, Instant recordedAt) {}

  /** With further ones, which come later in the log. */
  EventCount plus(EventCount later) {
    return new EventCount(type, revision, count + later.count, first, later.last,
        earliest.isBefore(later.earliest) ? earliest : later.earliest,
        latest.isAfter(later.latest) ? latest : later.latest);
  }
}
