package io.anamnesis.query.audit.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;

/** What led to an event: its cause, the cause of that, and the fact that a correction among them is about. */
record Causes(EventLog log, EventDecoder decoder) {

  /** The nearest first. A cause has a lower position than what it causes, so that this ends. */
  List<StoredEvent> of(StoredEvent event) {
    List<StoredEvent> found = new ArrayList<>();
    Set<UUID> known = new HashSet<>(Set.of(event.eventId()));
    List<StoredEvent> nearest = List.of(event);
    while (!nearest.isEmpty()) {
      List<UUID> wanted = nearest.stream().flatMap(this::reasons).filter(known::add).toList();
      nearest = log.find(wanted);
      found.addAll(nearest);
    }
    found.sort(Comparator.comparingLong(StoredEvent::position).reversed());
    return found;
  }

  /** The ids of what it names as its reason. */
  private Stream<UUID> reasons(StoredEvent event) {
    return reasons(decoder.metadata(event));
  }

  static Stream<UUID> reasons(Metadata told) {
    Original about = told.original();
    return Stream.of(told.causedBy(), about == null ? null : about.eventId()).filter(Objects::nonNull);
  }
}
