package io.anamnesis.eventstore.conformance;

import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** An engine in use. */
public interface OpenEngine extends AutoCloseable {

  EventStorageEngine engine();

  /** Leaves the database open. */
  @Override
  void close();
}
