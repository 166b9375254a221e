package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.reward.Rewards;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.eventstore.axon.StreamAggregates;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;

/**
 * Accounts that a decision spans: loaded in one unit of work, so that all of it is recorded in one append or nothing. Always
 * in the order of customer numbers, as loading one locks it until the unit of work ends: so nobody waits crosswise. Rewards
 * come after accounts, see {@link Rewards}.
 */
public final class Accounts {
  private final StreamAggregates<PointsAccount> aggregates;

  /** @param repository known once all aggregates are configured */
  public Accounts(Supplier<Repository<PointsAccount>> repository) {
    this.aggregates = new StreamAggregates<>(repository, PointsAccount::new);
  }

  /** What is loaded for one decision. */
  public static final class Loaded {
    private final Map<CustomerId, Aggregate<PointsAccount>> accounts;

    private Loaded(Map<CustomerId, Aggregate<PointsAccount>> accounts) {
      this.accounts = accounts;
    }

    public Ledger ledger(CustomerId customer) {
      return account(customer).invoke(PointsAccount::ledger);
    }

    public OwnPool pool(CustomerId customer) {
      return account(customer).invoke(PointsAccount::pool);
    }

    /** The level that the customer holds at an instant. */
    public int level(CustomerId customer, Earning earning, Instant at) {
      return account(customer).invoke(account -> account.level(earning, at));
    }

    /** Each event concerns the account's own customer, whoever gave the command. */
    public void record(CustomerId customer, List<? extends LoyaltyEvent> decided) {
      record(customer, decided, MetaData.emptyInstance());
    }

    /** @param more than whom the events concern */
    public void record(CustomerId customer, List<? extends LoyaltyEvent> decided, MetaData more) {
      MetaData metadata = more.and(EventMetadata.SUBJECT, customer.value());
      account(customer).execute(account -> decided.forEach(event -> account.record(event, metadata)));
    }

    private Aggregate<PointsAccount> account(CustomerId customer) {
      return Objects.requireNonNull(accounts.get(customer), "not loaded for this decision");
    }
  }

  public Loaded load(Collection<CustomerId> customers) {
    Map<CustomerId, Aggregate<PointsAccount>> loaded = new HashMap<>();
    for (CustomerId customer : new TreeSet<>(customers)) {
      loaded.put(customer, aggregates.load(PointsAccount.stream(customer)));
    }
    return new Loaded(loaded);
  }

  /**
   * As {@link #load(Collection)}, past all caches: for a decision that reads more accounts than it writes to, as no append
   * would tell that one that it only read is old.
   */
  public Loaded fresh(Collection<CustomerId> customers) {
    return AggregateCache.past(() -> load(customers));
  }
}
