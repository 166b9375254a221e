package io.anamnesis.eventstore.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.anamnesis.eventstore.NewEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The last numbers of the streams written or read lately. Streams only grow, so a number remembered is never beyond the
 * true one: what follows it is either the next, or taken, and then the unique index refuses it. A gap cannot come of it.
 * Thread-safe: readers tell what they saw.
 */
final class StreamHeads {
  private static final int REMEMBERED = 100_000;

  private final Cache<String, Long> lastSeqs =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  void saw(String stream, long seq) {
    lastSeqs.asMap().merge(stream, seq, Math::max);
  }

  void remember(List<NewEvent> appended) {
    for (NewEvent event : appended) {
      if (event.stream() != null && event.seq() != null) {
        saw(event.stream(), event.seq());
      }
    }
  }

  @Nullable
  Long last(String stream) {
    return lastSeqs.getIfPresent(stream);
  }

  /** Whether nothing speaks against the whole batch: no id twice, every number the next of its stream as far as known. */
  boolean isLikelyToPass(List<NewEvent> batch) {
    if (batch.size() == 1) {
      return isNext(batch.getFirst(), Map.of());
    }
    Set<UUID> ids = HashSet.newHashSet(batch.size());
    Map<String, Long> taken = new HashMap<>();
    for (NewEvent event : batch) {
      if (!ids.add(event.eventId()) || !isNext(event, taken)) {
        return false;
      }
      if (event.stream() != null && event.seq() != null) {
        taken.put(event.stream(), event.seq());
      }
    }
    return true;
  }

  private boolean isNext(NewEvent event, Map<String, Long> taken) {
    String stream = event.stream();
    Long seq = event.seq();
    if (stream == null || seq == null) {
      return true;
    }
    Long last = taken.containsKey(stream) ? taken.get(stream) : last(stream);
    return seq == (last == null ? 0 : last + 1);
  }
}
