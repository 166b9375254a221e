package io.anamnesis.eventstore;

import java.util.List;

/** Events that enter the log all or nothing, at consecutive positions. */
public record Append(List<NewEvent> events) {
  public Append {
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("an append holds one event or more");
    }
    if (events.stream().map(NewEvent::eventId).distinct().count() < events.size()) {
      throw new IllegalArgumentException("no event id occurs twice in one append");
    }
  }

  public static Append of(NewEvent event) {
    return new Append(List.of(event));
  }
}
