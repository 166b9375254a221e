package io.anamnesis.command.loyalty;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A customer's points and tier: one consistency boundary, one stream. A thin shell; the rules are in {@link Earning}, the
 * state is {@link Account}. The revision is that of the fold: raise it whenever the same events give another account.
 */
@Revision("2")
class PointsAccount {
  @AggregateIdentifier
  private @Nullable String stream;
  private final Account account = new Account();

  static String stream(CustomerId customer) {
    return "points-account:" + customer.value();
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void award(AwardPoints command, Earning earning) {
    // A new account has no event yet that could tell its stream.
    stream = command.account();
    earning.decide(account, command.change()).forEach(AggregateLifecycle::apply);
  }

  @EventSourcingHandler
  void evolve(LoyaltyEvent event, @SourceId @Nullable String source) {
    if (stream == null) {
      stream = source;
    }
    account.evolve(event);
  }
}
