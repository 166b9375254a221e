package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.StoredEvent;
import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** The decision was taken before: an event with its id is in the log. Nothing was appended; do not retry. */
public final class AlreadyDecided extends EventStoreException {
  private static final long serialVersionUID = 1L;
  private final transient StoredEvent existing;

  AlreadyDecided(StoredEvent existing) {
    super("event " + existing.eventId() + " is in the log already, at position " + existing.position());
    this.existing = existing;
  }

  /** The event that was recorded by the first try. */
  public StoredEvent existing() {
    return existing;
  }
}
