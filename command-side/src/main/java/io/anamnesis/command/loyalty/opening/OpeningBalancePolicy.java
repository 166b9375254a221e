package io.anamnesis.command.loyalty.opening;

import io.anamnesis.command.loyalty.account.BookOpeningBalance;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.OpeningBalanceEvent.OpeningBalanceApproved;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.projections.Policy;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;

/**
 * Books approved opening balances, each exactly once: the ids of a booking follow from its approval, so that a kill in the
 * middle of a batch costs nothing but the rest of it, and a balance that cannot be booked keeps no other waiting.
 */
public final class OpeningBalancePolicy implements Policy {
  private static final String NAME = "opening-balances";

  private final CommandBus commands;

  OpeningBalancePolicy(CommandBus commands) {
    this.commands = commands;
  }

  /** Event id of the booking that follows from an approval, whether or not it is there yet. */
  public static UUID booking(Recorded approval) {
    CustomerId customer = new CustomerId(Objects.requireNonNull(approval.subject()));
    return DecisionId.of(NAME, approval.eventId(), PointsAccount.stream(customer), 0);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int stage() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(OpeningBalanceApproved.class);
  }

  @Override
  public Optional<String> key(Recorded cause) {
    return Optional.ofNullable(cause.subject());
  }

  @Override
  public void react(Recorded cause) {
    if (!(cause.event() instanceof OpeningBalanceApproved approved) || cause.subject() == null) {
      throw new IllegalArgumentException("no approval of a customer's balance: " + cause.type());
    }
    Map<String, String> metadata = Map.of(EventMetadata.SUBJECT, cause.subject(), EventMetadata.CAUSED_BY,
        cause.eventId().toString(), EventMetadata.POLICY, NAME, EventMetadata.OCCURRED_AT,
        cause.occurredAt().toString());
    AxonCommands.sendOnce(commands,
        new BookOpeningBalance(new CustomerId(cause.subject()), approved, cause.eventId(), cause.occurredAt()),
        metadata);
  }
}
