package io.anamnesis.eventstore.axon;

import org.axonframework.eventsourcing.eventstore.EventStoreException;

/** It is not known whether the decision was recorded. Repeating it is safe where its event ids are derived. */
public final class OutcomeUnknown extends EventStoreException {
  private static final long serialVersionUID = 1L;

  OutcomeUnknown(Throwable cause) {
    super("it is not known whether the events were appended; look them up or repeat", cause);
  }
}
