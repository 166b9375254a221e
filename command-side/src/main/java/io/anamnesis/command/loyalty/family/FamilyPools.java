package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.command.loyalty.account.Accounts;
import io.anamnesis.command.loyalty.account.OwnPool;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.PoolEvent.PoolJoined;
import io.anamnesis.events.loyalty.PoolEvent.PoolLeft;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatFreed;
import io.anamnesis.events.loyalty.PoolSeatEvent.PoolSeatTaken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Decides who is in a family pool on the pool and the accounts at once: the pool's stream holds that no more than eight are in
 * it, each account's that its customer is in one pool at most. The rules are in {@link Pooling}.
 */
public final class FamilyPools {
  private final Pools pools;
  private final Accounts accounts;
  private final PoolLog log;
  private final ToldFacts families;

  /** @param families tells the facts of {@link Family#TYPES} */
  public FamilyPools(Pools pools, Accounts accounts, PoolLog log, ToldFacts families) {
    this.pools = pools;
    this.accounts = accounts;
    this.log = log;
    this.families = families;
  }

  /** A pool and accounts that are in it or may come to be. */
  private record Loaded(UUID poolId, Aggregate<FamilyPool> pool, Accounts.Loaded accounts) {
    Seats seats() {
      return pool.invoke(FamilyPool::seats);
    }

    OwnPool of(CustomerId customer) {
      return accounts.pool(customer);
    }

    void record(CustomerId customer, PoolEvent event) {
      accounts.record(customer, List.of(event));
      if (event instanceof PoolJoined) {
        pool.execute(one -> one.record(new PoolSeatTaken(poolId, customer)));
      } else if (event instanceof PoolLeft) {
        pool.execute(one -> one.record(new PoolSeatFreed(poolId, customer)));
      }
    }
  }

  @CommandHandler
  void form(PoolCommand.Form command) {
    Loaded loaded = load(command.poolId(), List.of(command.customer()));
    loaded.record(command.customer(), Pooling.form(loaded.of(command.customer()), family(command), command));
  }

  @CommandHandler
  void invite(PoolCommand.Invite command) {
    Loaded loaded = loadOf(command, List.of(command.member()));
    loaded.record(command.member(), Pooling.invite(loaded.poolId(), loaded.seats(), family(command), command));
  }

  @CommandHandler
  void join(PoolCommand.Join command) {
    Loaded loaded = load(command.poolId(), List.of(command.customer()));
    loaded.record(command.customer(),
        Pooling.join(loaded.seats(), loaded.of(command.customer()), family(command), command));
  }

  @CommandHandler
  void decline(PoolCommand.Decline command) {
    Loaded loaded = load(command.poolId(), List.of(command.customer()));
    loaded.record(command.customer(), Pooling.decline(loaded.of(command.customer()), family(command), command));
  }

  @CommandHandler
  void leave(PoolCommand.Leave command) {
    Loaded loaded = loadOf(command, List.of());
    loaded.record(command.customer(), Pooling.leave(loaded.poolId(), family(command), command));
  }

  @CommandHandler
  void remove(PoolCommand.Remove command) {
    Loaded loaded = loadOf(command, List.of(command.member()));
    loaded.record(command.member(), Pooling.remove(loaded.poolId(), loaded.seats(), loaded.of(command.member()),
        family(command), command));
  }

  @CommandHandler
  void dissolve(PoolCommand.Dissolve command) {
    UUID poolId = log.mustBeIn(command.customer());
    Seats seats = pools.load(poolId).invoke(FamilyPool::seats);
    Loaded loaded = loadOf(command, poolId, seats.members());
    Family family = family(command);
    for (CustomerId member : seats.members()) {
      loaded.record(member, Pooling.dissolve(poolId, seats, member, family, command));
    }
  }

  /** The pool that the customer is in. */
  private Loaded loadOf(PoolCommand command, Collection<CustomerId> others) {
    return loadOf(command, log.mustBeIn(command.customer()), others);
  }

  private Loaded loadOf(PoolCommand command, UUID poolId, Collection<CustomerId> others) {
    Collection<CustomerId> all = new ArrayList<>(others);
    all.add(command.customer());
    return confirmed(command.customer(), load(poolId, all));
  }

  private Loaded load(UUID poolId, Collection<CustomerId> customers) {
    return new Loaded(poolId, pools.load(poolId), accounts.fresh(customers));
  }

  /** Whoever left the pool, or joined another, between the look into the log and the loading, is asked anew. */
  private static Loaded confirmed(CustomerId customer, Loaded loaded) {
    if (!loaded.poolId().equals(loaded.of(customer).current())) {
      throw new ConcurrencyException("the customer's pool has changed meanwhile");
    }
    return loaded;
  }

  private Family family(PoolCommand command) {
    return new Family(customer -> families.now(customer.value()), command.at());
  }
}
