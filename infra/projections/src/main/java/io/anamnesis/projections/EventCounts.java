package io.anamnesis.projections;

import io.anamnesis.events.EventCodec;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.schema.ExtensionSchema;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.EventCount.Sighting;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Counts by type and revision. */
final class EventCounts {
  private final TreeMap<Kind, EventCount> byKind = new TreeMap<>();

  private record Kind(String type, int revision) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : Integer.compare(revision, other.revision);
    }
  }

  /** Events that come later in the log than all before. */
  void add(List<LoggedEvent> events) {
    for (LoggedEvent logged : events) {
      StoredEvent event = logged.stored();
      Sighting here = new Sighting(event.position(), event.recordedAt());
      add(new EventCount(event.type(), event.revision(), 1, here, here, event.occurredAt(), event.occurredAt(),
          isUnfit(event) ? 1 : 0));
    }
  }

  /** Read from the text first: few metadata hold the word, and to read all as JSON would cost more than all else here. */
  private static boolean isUnfit(StoredEvent event) {
    return event.type().startsWith(ExtensionFact.PREFIX) && event.metadata().contains(ExtensionSchema.UNFIT)
        && !EventCodec.mapper().readTree(event.metadata()).path(ExtensionSchema.UNFIT).isEmpty();
  }

  void add(EventCount later) {
    byKind.merge(new Kind(later.type(), later.revision()), later, EventCount::plus);
  }

  /** By type, then revision. */
  Collection<EventCount> all() {
    return byKind.values();
  }
}
