package io.anamnesis.eventstore;

import java.time.Instant;

/**
 * A place in the order in which things occurred.
 *
 * @param at when
 * @param position tells apart what occurred at one instant
 */
public record Occurrence(Instant at, long position) implements Comparable<Occurrence> {
  /** Before everything that a source can tell of: years of RFC 3339 have four digits. */
  public static final Occurrence BEFORE_ALL = new Occurrence(Instant.parse("-0001-01-01T00:00:00Z"), 0);

  public static Occurrence of(StoredEvent event) {
    return new Occurrence(event.occurredAt(), event.position());
  }

  @Override
  public int compareTo(Occurrence other) {
    int byInstant = at.compareTo(other.at);
    return byInstant != 0 ? byInstant : Long.compare(position, other.position);
  }
}
