package io.anamnesis.eventstore.axon;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventLog;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** The log as Axon's event storage. */
public final class LogStorageEngine implements EventStorageEngine {

  public LogStorageEngine(EventLog log, EventCatalogue catalogue, SnapshotStore snapshots) {}

  @Override
  public void appendEvents(List<? extends EventMessage<?>> events) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken trackingToken, boolean mayBlock) {
    throw new UnsupportedOperationException();
  }

  @Override
  public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    throw new UnsupportedOperationException();
  }
}
