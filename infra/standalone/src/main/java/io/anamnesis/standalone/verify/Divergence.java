package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Hash;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bundle beside one that was kept, event by event. A path to the root holds the hashes of all that is left and right of an
 * event, also of other customers' events. So each event that both bundles have tells of every part of the log whether it is
 * still what it was, and the next one tells it more closely.
 */
record Divergence(BundleFiles kept, Checkpoint then, BundleFiles files, Checkpoint now) {

  /**
   * The narrowest range of positions that holds the first difference; empty if none is seen.
   *
   * @throws Unreadable if the bundle that was kept does not lead to its own root
   */
  Optional<String> first() throws IOException {
    try (ProvenEvents old = ProvenEvents.of(kept); ProvenEvents current = ProvenEvents.of(files)) {
      return first(old, current);
    }
  }

  private Optional<String> first(ProvenEvents old, ProvenEvents current) throws IOException {
    Part found = null;
    ProvenEvent one = old.next();
    ProvenEvent other = current.next();
    while (indexOf(one) < now.size() || indexOf(other) < then.size()) {
      long index = Math.min(indexOf(one), indexOf(other));
      if (found != null && index >= found.to()) {
        break;
      }
      if (one == null || other == null || one.index() != other.index()) {
        return Optional.of(gone(index, indexOf(one) == index, found));
      }
      found = closer(one, other, found);
      one = old.next();
      other = current.next();
    }
    return Optional.ofNullable(found).map(Part::told);
  }

  private static long indexOf(@Nullable ProvenEvent event) {
    return event == null ? Long.MAX_VALUE : event.index();
  }

  private static String gone(long index, boolean wasThere, @Nullable Part found) {
    String what = "position " + (index + 1) + (wasThere ? " is missing" : " was not there");
    return found != null && found.from() < index
        ? what + "; the first difference is from position " + (found.from() + 1) + " on"
        : what;
  }

  /** The leftmost part that differs; what is left of it is the same. */
  private @Nullable Part closer(ProvenEvent one, ProvenEvent other, @Nullable Part found) {
    if (!one.leadsTo(then.size(), then.root())) {
      throw new Unreadable("the bundle that was kept is not whole itself");
    }
    Map<Part, Hash> parts = other.parts(now.size());
    return one.parts(then.size()).entrySet().stream()
        .filter(part -> parts.containsKey(part.getKey()) && !part.getValue().equals(parts.get(part.getKey())))
        .map(Map.Entry::getKey).findFirst().orElse(found);
  }
}
