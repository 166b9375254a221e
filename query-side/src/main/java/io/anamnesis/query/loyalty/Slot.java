package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * What is left of a lot, up to one expiry: points that a cancelled redemption gave back with a later expiry than their lot's
 * stand beside it.
 *
 * @param activeAt from then on the points can be spent; null while more was taken than given, so that it is the same whatever
 *     came first
 * @param points given less taken; below zero while the award itself has not been folded
 */
public record Slot(UUID lotId, Instant expiresAt, @Nullable Instant activeAt, long points) {
  /** The order of consumption, as far as a slot tells it. */
  static final Comparator<Slot> ORDER = Comparator.comparing(Slot::expiresAt).thenComparing(Slot::lotId);

  Slot plus(Slot other) {
    long sum = Math.addExact(points, other.points);
    return new Slot(lotId, expiresAt, sum < 0 ? null : activeAt == null ? other.activeAt : activeAt, sum);
  }

  boolean isPendingAt(Instant instant) {
    return activeAt != null && activeAt.isAfter(instant);
  }

  boolean isExpiredAt(Instant instant) {
    return !expiresAt.isAfter(instant);
  }
}
