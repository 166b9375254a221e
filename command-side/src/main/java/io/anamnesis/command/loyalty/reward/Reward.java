package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.function.IntSupplier;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A reward of the points mall: one consistency boundary, one stream. A thin shell; the rules are in {@link Shelf}. The
 * revision is that of the fold.
 */
@Revision("2")
public class Reward {
  /** What an offer is known by: who repeats a key with another reward must not be taken for one who offers that. */
  public static final String OFFER = "reward-offer";

  @AggregateIdentifier
  private @Nullable String stream;
  private Shelf shelf = Shelf.EMPTY;

  /** For Axon, and for a snapshot. */
  Reward() {}

  Reward(String stream) {
    this.stream = stream;
  }

  public static String stream(RewardId reward) {
    return "reward:" + reward.value();
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void offer(OfferReward command) {
    stream = command.stream();
    shelf.offer(command.reward(), command.terms(), command.expected())
        .forEach(event -> AggregateLifecycle.apply(event, MetaData.with(EventMetadata.KNOWN_BY, OFFER)));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void retire(RetireReward command) {
    stream = command.stream();
    shelf.retire(command.reward(), command.expected()).forEach(AggregateLifecycle::apply);
  }

  /** What so many cost; refused where they cannot be had. */
  Bill bill(long quantity, IntSupplier level) {
    return shelf.bill(quantity, level);
  }

  /** A part of a decision on an account. */
  void apply(RewardEvent event, MetaData metadata) {
    AggregateLifecycle.apply(event, metadata);
  }

  @EventSourcingHandler
  void evolve(RewardEvent event, @SourceId @Nullable String source) {
    if (stream == null) {
      stream = source;
    }
    shelf = shelf.evolve(event);
  }
}
