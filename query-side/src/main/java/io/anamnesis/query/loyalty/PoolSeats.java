package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.PoolSeatEvent;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatFreed;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatTaken;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;

/**
 * Who is in a pool, straight from the pool's own stream: an event is about one person, so that no view of a customer can tell
 * who else is in it.
 */
public final class PoolSeats {
  private final EventLog log;
  private final EventDecoder decoder;

  public PoolSeats(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /**
   * In the order in which they joined.
   *
   * @param last position of the last event that is read
   * @param effectiveAt what occurred later is left out; null leaves nothing out
   */
  List<CustomerId> members(UUID poolId, long last, @Nullable Instant effectiveAt) {
    List<CustomerId> members = new ArrayList<>();
    for (StoredEvent event : log.readStream("family-pool:" + poolId)) {
      if (event.position() <= last && (effectiveAt == null || !event.occurredAt().isAfter(effectiveAt))) {
        take(members, event);
      }
    }
    return members;
  }

  private void take(List<CustomerId> members, StoredEvent event) {
    if (decoder.decode(event).event() instanceof PoolSeatEvent seat) {
      switch (seat) {
        case PoolSeatTaken taken -> members.add(taken.member());
        case PoolSeatFreed freed -> members.remove(freed.member());
      }
    }
  }

  /** Who has been in it longest; empty where nobody is. */
  Optional<CustomerId> keeper(UUID poolId, long last, @Nullable Instant effectiveAt) {
    return members(poolId, last, effectiveAt).stream().findFirst();
  }
}
