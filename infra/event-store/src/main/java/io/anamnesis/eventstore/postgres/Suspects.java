package io.anamnesis.eventstore.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Where some ids may be recorded, and nowhere else: each of them in any part from {@link #uncovered} on, and single ones in
 * single parts before it.
 *
 * @param ids all of them
 * @param uncovered the first part about which nothing is known
 * @param parts an earlier part that may have the id of the same index in {@code idsInParts}
 */
record Suspects(Collection<UUID> ids, long uncovered, List<Long> parts, List<UUID> idsInParts) {

  /** Of ids that may be anywhere. */
  static Suspects everywhere(Collection<UUID> ids) {
    return new Suspects(ids, 0, new ArrayList<>(), new ArrayList<>());
  }

  /** Whether none of the ids can be in a part before this one. */
  boolean noneBefore(long part) {
    return uncovered >= part && parts.isEmpty();
  }
}
