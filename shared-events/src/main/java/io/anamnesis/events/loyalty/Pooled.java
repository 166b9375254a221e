package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerId;
import java.util.List;
import java.util.UUID;

/**
 * Of a redemption that a family pool pays for: each of the pool who gives points has an event in an account of their own, and
 * all of them are one append.
 *
 * @param redeemer whose redemption it is: in whose account it can be found whole
 * @param shares who gives how many points, in the redeemer's own event; none in those of the others, who learn of their own
 *     part alone
 */
public record Pooled(UUID poolId, CustomerId redeemer, List<Share> shares) {

  /** @param points at least 1 */
  public record Share(CustomerId customer, long points) {}

  /** What all give together. */
  public long total() {
    return shares.stream().mapToLong(Share::points).reduce(0, Math::addExact);
  }

  /** The same, as it is told to who is not the redeemer. */
  public Pooled ofAnother() {
    return new Pooled(poolId, redeemer, List.of());
  }
}
