package io.anamnesis.command.loyalty.family;

import io.anamnesis.events.loyalty.PoolSeatEvent;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.UUID;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * The places in a family pool: one consistency boundary, one stream, so that of two who want the last place one gets it. A
 * thin shell; the rules are in {@link Seats}. All that is decided on it spans accounts, see {@link FamilyPools}.
 */
@Revision("1")
public class FamilyPool {
  @AggregateIdentifier
  private @Nullable String stream;
  private Seats seats = Seats.NONE;

  /** For Axon. */
  FamilyPool() {}

  FamilyPool(String stream) {
    this.stream = stream;
  }

  public static String stream(UUID poolId) {
    return "family-pool:" + poolId;
  }

  Seats seats() {
    return seats;
  }

  /** A part of a decision that spans accounts: about the member, whoever gave the command. */
  void record(PoolSeatEvent event) {
    AggregateLifecycle.apply(event, MetaData.with(EventMetadata.SUBJECT, event.member().value()));
  }

  @EventSourcingHandler
  void evolve(PoolSeatEvent event, @SourceId @Nullable String source) {
    if (stream == null) {
      stream = source;
    }
    seats = seats.evolve(event);
  }
}
