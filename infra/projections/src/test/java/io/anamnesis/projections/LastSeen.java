package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent;
import java.time.Instant;
import java.util.Set;

/** A fold that breaks the contract: what arrived last wins, however long ago it happened. */
final class LastSeen implements Projection<LastSeen.Seen, Instant> {

  record Seen(Instant at) {}

  @Override
  public String name() {
    return "last-seen";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(EngagementEvent.class);
  }

  @Override
  public Class<Seen> stateType() {
    return Seen.class;
  }

  @Override
  public Seen initial() {
    return new Seen(Instant.EPOCH);
  }

  @Override
  public Seen fold(Seen state, Recorded event) {
    return new Seen(event.occurredAt());
  }

  @Override
  public Instant answer(Folded<Seen> folded, Instant at) {
    return folded.state().at();
  }
}
