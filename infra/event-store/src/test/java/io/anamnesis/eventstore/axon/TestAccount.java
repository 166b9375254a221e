package io.anamnesis.eventstore.axon;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;

/** An aggregate as the command side has them: a thin shell around a state. */
@Revision("1")
class TestAccount {
  static final Instant REACHED = Instant.parse("2026-03-01T02:15:00Z");

  @AggregateIdentifier
  private String stream;
  private State state = new State(0, -1);

  record State(int level, long lastSeq) {}

  /** Climbs the given number of levels, one event each; zero levels are refused. */
  record Climb(@TargetAggregateIdentifier String stream, int levels) {}

  record AskLevel(@TargetAggregateIdentifier String stream) {}

  TestAccount() {}

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(Climb climb) {
    stream = climb.stream();
    for (int i = 0; i < climb.levels(); i++) {
      apply(reached(state.level(), state.level() + 1));
    }
    if (climb.levels() < 1) {
      throw new IllegalArgumentException("nothing to climb");
    }
  }

  @CommandHandler
  int handle(AskLevel ask) {
    return state.level();
  }

  @EventSourcingHandler
  void on(TierReached reached, DomainEventMessage<?> message) {
    stream = message.getAggregateIdentifier() == null ? stream : message.getAggregateIdentifier();
    state = new State(reached.level(), message.getSequenceNumber());
  }

  static TierReached reached(int from, int level) {
    return new TierReached(UUID.nameUUIDFromBytes(new byte[]{(byte) level}), "2026-01", from, level, 100L * level,
        REACHED, REACHED.plusSeconds(3600), List.of());
  }
}
