package io.anamnesis.eventstore.axon;

import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;

/** Where states of aggregates are kept to load them faster. All of it may be lost without harm. */
public interface SnapshotStore {

  /** Keeps no snapshot. */
  SnapshotStore NONE = new SnapshotStore() {
    @Override
    public void store(DomainEventMessage<?> snapshot) {}

    @Override
    public Optional<DomainEventMessage<?>> newest(String stream) {
      return Optional.empty();
    }
  };

  /** Keeps the state of an aggregate after the event of the message's sequence number. */
  void store(DomainEventMessage<?> snapshot);

  /** The newest snapshot made by the present revision of the fold; one of another revision is passed over. */
  Optional<DomainEventMessage<?>> newest(String stream);
}
