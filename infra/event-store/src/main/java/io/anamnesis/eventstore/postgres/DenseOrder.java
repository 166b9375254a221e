package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.LogHole;
import io.anamnesis.eventstore.StoredEvent;

/** Sees to it that a reader is given each position, in order: a hole in the log is an error, never passed over. */
final class DenseOrder {
  private long last;

  DenseOrder(long after) {
    this.last = after;
  }

  /** @throws LogHole if the event is not the one after the last */
  StoredEvent checked(StoredEvent event) {
    if (event.position() != last + 1) {
      throw new LogHole(last + 1, event.position());
    }
    last = event.position();
    return event;
  }

  /** The last position checked. */
  long last() {
    return last;
  }
}
