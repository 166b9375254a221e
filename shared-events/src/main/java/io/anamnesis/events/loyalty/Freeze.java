package io.anamnesis.events.loyalty;

import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted.Kind;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds a level's fall off: stays in hospital, and complaints, each for its days at most. Immutable; told what begins
 * and ends in the order of business.
 *
 * @param stays that are open
 * @param complaints that are open, and until when each holds
 * @param ends until when a complaint that was ever filed holds at most: filed again it holds no longer
 * @param thawed when the last of those that ended had ended
 */
public record Freeze(Set<String> stays, Map<String, Instant> complaints, Map<String, Instant> ends, Instant thawed) {
  public static final Freeze NONE = new Freeze(Set.of(), Map.of(), Map.of(), Instant.MIN);

  /**
   * @param reference of the stay or complaint
   * @param until a complaint that is filed holds so long at most; null of all else
   */
  public Freeze with(Kind kind, String reference, Instant at, @Nullable Instant until) {
    Set<String> inHospital = new HashSet<>(stays);
    Map<String, Instant> open = new HashMap<>(complaints);
    Map<String, Instant> atMost = new HashMap<>(ends);
    Instant ended = null;
    switch (kind) {
      case ADMITTED -> inHospital.add(reference);
      case DISCHARGED -> ended = inHospital.remove(reference) ? at : null;
      case FILED -> {
        atMost.putIfAbsent(reference, until == null ? at : until);
        open.put(reference, atMost.get(reference));
      }
      case RESOLVED -> {
        Instant end = open.remove(reference);
        ended = end == null || end.isBefore(at) ? end : at;
      }
    }
    return new Freeze(inHospital, open, atMost, ended != null && ended.isAfter(thawed) ? ended : thawed);
  }

  /** As it would be if all that is open ended at an instant. */
  public Freeze endingAt(Instant at) {
    Instant last = stays.isEmpty() || at.isBefore(thawed) ? thawed : at;
    for (Instant end : complaints.values()) {
      Instant ended = end.isBefore(at) ? end : at;
      last = ended.isAfter(last) ? ended : last;
    }
    return new Freeze(Set.of(), Map.of(), ends, last);
  }

  public boolean holdsAt(Instant instant) {
    return !stays.isEmpty() || complaints.values().stream().anyMatch(end -> end.isAfter(instant));
  }

  /**
   * When a fall that is due takes place, as far as is known; null while nobody knows how long a stay will last.
   *
   * @param due not before what was told last began
   */
  public @Nullable Instant over(Instant due) {
    if (!stays.isEmpty()) {
      return null;
    }
    Instant over = due.isBefore(thawed) ? thawed : due;
    for (Instant end : complaints.values()) {
      over = end.isAfter(over) ? end : over;
    }
    return over;
  }
}
