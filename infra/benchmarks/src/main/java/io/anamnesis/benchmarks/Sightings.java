package io.anamnesis.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** When each event was first known to be durable, and when it was first read. */
final class Sightings {
  private final Map<UUID, Long> acknowledged = new ConcurrentHashMap<>();
  private final Map<UUID, Long> read = new ConcurrentHashMap<>();

  void acknowledge(UUID event) {
    acknowledged.put(event, System.nanoTime());
  }

  void read(Collection<UUID> events) {
    long now = System.nanoTime();
    events.forEach(event -> read.putIfAbsent(event, now));
  }

  int countRead() {
    return read.size();
  }

  boolean wereRead(Collection<UUID> events) {
    return read.keySet().containsAll(events);
  }

  Verdict verdict(List<UUID> recorded) {
    return Verdict.of(recorded, acknowledged, read);
  }
}
