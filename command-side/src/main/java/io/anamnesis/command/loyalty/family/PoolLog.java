package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.loyalty.account.PointsAccount;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has to be known of a pool before anything of it is loaded: a pool is loaded before accounts, and accounts in the order of
 * their numbers, so that nobody waits crosswise.
 */
public final class PoolLog {
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Set<String> types = EventCatalogue.standard().typesOf(Set.of(PoolJoined.class, PoolLeft.class));

  public PoolLog(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  /** The pool that a customer is in as the log has it now: a hint, which the account itself has to confirm. */
  Optional<UUID> current(CustomerId customer) {
    StoredEvent last = null;
    long after = 0;
    for (List<StoredEvent> page = page(customer, after); !page.isEmpty(); page = page(customer, after)) {
      last = page.getLast();
      after = last.position();
    }
    return Optional.ofNullable(last).flatMap(
        event -> decoder.decode(event).event() instanceof PoolJoined joined ? Optional.of(joined.poolId())
            : Optional.empty());
  }

  /** @throws Refused {@link Reason#NO_POOL} */
  UUID mustBeIn(CustomerId customer) {
    return current(customer).orElseThrow(() -> new Refused(Reason.NO_POOL));
  }

  private List<StoredEvent> page(CustomerId customer, long after) {
    return log.readSubject(customer.value(), types, after, PAGE);
  }

  /** What came back in all accounts together when a redemption was cancelled by a command. */
  public long returned(Asked command, Pooled pool) {
    List<UUID> parts = pool.shares().stream()
        .map(share -> command.firstEvent(PointsAccount.stream(share.customer()))).toList();
    return log.find(parts).stream().map(event -> decoder.decode(event).event())
        .mapToLong(event -> event instanceof RedemptionCancelled part ? Redeeming.returned(part) : 0).sum();
  }

  /**
   * Who pays for a redemption: told when it was reserved, and never otherwise since.
   *
   * @return null if no pool does, or there is no such redemption of the customer's: to pay a part makes it nobody's own
   */
  public @Nullable Pooled paysFor(UUID redemptionId, CustomerId redeemer) {
    return log.find(DecisionId.ofCommand(redemptionId, PointsAccount.stream(redeemer), 0)).map(decoder::decode)
        .map(event -> event.event() instanceof PointsReserved reserved ? reserved.pool() : null)
        .filter(pool -> pool.redeemer().equals(redeemer)).orElse(null);
  }
}
