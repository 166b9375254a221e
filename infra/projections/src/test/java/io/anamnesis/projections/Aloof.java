package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.engagement.EngagementEvent;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A policy that declares more than it reacts to: reviews only from a position on. */
final class Aloof implements Policy {
  final Queue<Long> taken = new ConcurrentLinkedQueue<>();
  private final long from;

  Aloof(long from) {
    this.from = from;
  }

  @Override
  public String name() {
    return "aloof";
  }

  @Override
  public int stage() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(EngagementEvent.class);
  }

  @Override
  public boolean reactsTo(String type, long position) {
    return type.equals("review.posted") && position >= from;
  }

  @Override
  public Optional<String> key(Recorded cause) {
    return Optional.ofNullable(cause.subject());
  }

  @Override
  public void react(Recorded cause) {
    taken.add(cause.position());
  }
}
