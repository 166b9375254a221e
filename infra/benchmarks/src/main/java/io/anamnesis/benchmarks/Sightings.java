package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.Verdict.Reading;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** When each event was first known to be durable, and what one reader gave, in its order and with all that it gave again. */
final class Sightings {
  private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
  private final Set<UUID> seen = ConcurrentHashMap.newKeySet();
  private final List<Reading<UUID>> readings = new ArrayList<>();

  void acknowledge(UUID event) {
    acknowledged.put(event, System.nanoTime());
  }

  /** For one thread: that of the reader. */
  void read(Collection<UUID> events) {
    long now = System.nanoTime();
    events.forEach(event -> readings.add(new Reading<>(event, now)));
    seen.addAll(events);
  }

  int countRead() {
    return seen.size();
  }

  boolean wereRead(Collection<UUID> events) {
    return seen.containsAll(events);
  }

  /** Once the reader has stopped. */
  Verdict verdict(List<UUID> recorded, UUID late) {
    return Verdict.of(recorded, late, acknowledged, readings);
  }
}
