package io.anamnesis.projections;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of projections, or of policies, whose events wait, and what an operator can do about them. */
public interface Parking {

  /**
   * Up to {@code limit} parked keys whose position is greater than {@code after}, ascending by it.
   *
   * @throws IllegalArgumentException for a name that is not run here, as by all methods
   */
  List<ParkedKey> parked(String name, long after, int limit);

  /** The key that is parked at an event. */
  Optional<ParkedKey> parkedAt(String name, long position);

  /**
   * Takes the events of a parked key again, in order.
   *
   * @return whether the key is parked no longer
   */
  boolean retryParked(String name, String key);

  /**
   * Whether the key gets stuck at this very event, now that it is tried once more.
   *
   * @param version as {@link #versionOf} told it
   */
  boolean isStuckAt(String name, @Nullable Integer version, String key, long position);

  /** Of the rows that are looked after now; null for a policy. */
  @Nullable
  Integer versionOf(String name);
}
