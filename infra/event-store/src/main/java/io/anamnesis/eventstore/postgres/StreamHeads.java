package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The last numbers of the streams written lately. Streams only grow, so a number remembered is never beyond the true
 * one: what follows it is either the next, or taken, and then the unique index refuses it. A gap cannot come of it.
 */
final class StreamHeads {
  private static final int REMEMBERED = 50_000;

  private final Map<String, Long> lastSeqs = new LinkedHashMap<>(16, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > REMEMBERED;
    }
  };

  Map<String, Long> known() {
    return Collections.unmodifiableMap(lastSeqs);
  }

  void remember(List<StoredEvent> appended) {
    for (StoredEvent event : appended) {
      if (event.stream() != null && event.seq() != null) {
        lastSeqs.put(event.stream(), event.seq());
      }
    }
  }

  /** Whether nothing speaks against the whole batch: no id twice, every number the next of its stream as far as known. */
  boolean isLikelyToPass(List<Append> batch) {
    Set<UUID> ids = new HashSet<>();
    Map<String, Long> taken = new HashMap<>();
    for (Append append : batch) {
      for (NewEvent event : append.events()) {
        if (!ids.add(event.eventId()) || !isNext(event, taken)) {
          return false;
        }
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
    Long last = taken.containsKey(stream) ? taken.get(stream) : lastSeqs.get(stream);
    taken.put(stream, seq);
    return seq == (last == null ? 0 : last + 1);
  }
}
