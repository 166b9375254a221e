package io.anamnesis.command.referral;

import io.anamnesis.events.Recorded;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/** Where a fact lies in the order of business: earlier occurrence first, then earlier position. */
record Moment(UUID fact, Instant at, long position) implements Comparable<Moment> {
  private static final Comparator<Moment> ORDER =
      Comparator.comparing(Moment::at).thenComparingLong(Moment::position).thenComparing(Moment::fact);

  static Moment of(Recorded fact) {
    return new Moment(fact.eventId(), fact.occurredAt(), fact.position());
  }

  boolean isBefore(Moment other) {
    return compareTo(other) < 0;
  }

  @Override
  public int compareTo(Moment other) {
    return ORDER.compare(this, other);
  }
}
