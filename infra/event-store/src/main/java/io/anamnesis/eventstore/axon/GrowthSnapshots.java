package io.anamnesis.eventstore.axon;

import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.AbstractSnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTrigger;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.eventsourcing.Snapshotter;

/**
 * A snapshot whenever a stream has grown by a quarter, and by so many events at least. What a snapshot costs grows with what the
 * aggregate holds: taken at an even distance, it would cost a long life more and more a command; so it costs each event about
 * the same, however long the stream, and what is read after the newest one stays within a quarter.
 */
public final class GrowthSnapshots implements SnapshotTriggerDefinition {
  private static final int PART = 4;

  private final Snapshotter snapshotter;
  private final int least;

  /** @param least so many events at least lie between two snapshots; a shorter stream has none */
  public GrowthSnapshots(Snapshotter snapshotter, int least) {
    this.snapshotter = snapshotter;
    this.least = least;
  }

  @Override
  public SnapshotTrigger prepareTrigger(Class<?> aggregateType) {
    return new Trigger(snapshotter, aggregateType, least);
  }

  /** Aggregates are kept as they are, never written and read back: a kept one has its trigger. */
  @Override
  public SnapshotTrigger reconfigure(Class<?> aggregateType, SnapshotTrigger trigger) {
    return trigger;
  }

  private static final class Trigger extends AbstractSnapshotTrigger {
    private final int least;
    /** Since the newest snapshot, or since the beginning. */
    private int events;
    private long length;

    Trigger(Snapshotter snapshotter, Class<?> aggregateType, int least) {
      super(snapshotter, aggregateType);
      this.least = least;
    }

    @Override
    public void eventHandled(EventMessage<?> event) {
      if (event instanceof DomainEventMessage<?> ofStream) {
        length = ofStream.getSequenceNumber() + 1;
      }
      super.eventHandled(event);
    }

    @Override
    public boolean exceedsThreshold() {
      events++;
      return events >= least && (long) events * PART >= length - events;
    }

    @Override
    public void reset() {
      events = 0;
    }
  }
}
