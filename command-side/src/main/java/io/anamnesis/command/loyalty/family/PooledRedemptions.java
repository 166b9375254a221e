package io.anamnesis.command.loyalty.family;

import io.anamnesis.command.decision.ToldFacts;
import io.anamnesis.command.loyalty.account.Accounts;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.PooledCommand;
import io.anamnesis.command.loyalty.ledger.PooledRedeeming;
import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.reward.Rewards;
import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.command.loyalty.voucher.Vouchers;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import io.anamnesis.events.loyalty.RewardEvent.StockReserved;
import io.anamnesis.events.loyalty.RewardEvent.StockReturned;
import io.anamnesis.events.loyalty.RewardEvent.StockTaken;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Decides redemptions that a family pool pays for: on the accounts of all who pay and on the reward in one append. The rules
 * are in {@link PooledRedeeming}. Each event concerns its own account's customer; the reward's stock moves once.
 */
public final class PooledRedemptions {
  private static final MetaData NO_MORE = MetaData.emptyInstance();

  private final Pools pools;
  private final Accounts accounts;
  private final Rewards rewards;
  private final Vouchers vouchers;
  private final PoolLog log;
  private final ToldFacts families;
  private final RedemptionTerms terms;
  private final Earning earning;

  /** @param families tells the facts of {@link Family#TYPES} */
  public PooledRedemptions(Pools pools, Accounts accounts, Rewards rewards, Vouchers vouchers, PoolLog log,
      ToldFacts families,
      RedemptionTerms terms, Earning earning) {
    this.pools = pools;
    this.accounts = accounts;
    this.rewards = rewards;
    this.vouchers = vouchers;
    this.log = log;
    this.families = families;
    this.terms = terms;
    this.earning = earning;
  }

  /**
   * Whoever is no longer in the pool when the accounts are loaded gives nothing; who leaves later than that, and would have
   * given, makes the append a conflict.
   */
  @CommandHandler
  void reserve(PooledCommand.Reserve command) {
    new Family(customer -> families.now(customer.value()), command.at()).mustAllow(command.by(), command.customer());
    UUID poolId = log.mustBeIn(command.customer());
    List<CustomerId> members = pools.load(poolId).invoke(FamilyPool::seats).members();
    Accounts.Loaded loaded = accounts.fresh(members);
    List<CustomerId> still =
        members.stream().filter(member -> poolId.equals(loaded.pool(member).current())).toList();
    if (!still.contains(command.customer())) {
      throw new ConcurrencyException("the customer's pool has changed meanwhile");
    }
    Bill bill = rewards.bill(command.reward(), command.quantity(),
        () -> loaded.level(command.customer(), earning, command.at()));
    record(loaded, PooledRedeeming.reserve(ledgers(loaded, still), poolId, command, bill, terms), NO_MORE);
    rewards.apply(command.reward(),
        new StockReserved(command.reward(), command.redemptionId(), command.quantity()), NO_MORE);
  }

  @CommandHandler
  void confirm(PooledCommand.Confirm command) {
    Accounts.Loaded loaded = load(command);
    Redemption redemption = whole(loaded, command);
    List<VoucherCodes.New> codes = vouchers.codes(command.customer(), redemption);
    record(loaded,
        PooledRedeeming.confirm(parts(loaded, redemption, command), command, VoucherCodes.marks(codes)), NO_MORE);
    rewards.apply(redemption.reward(),
        new StockTaken(redemption.reward(), redemption.redemptionId(), redemption.quantity()), NO_MORE);
    vouchers.issue(codes, redemption, command.at());
  }

  @CommandHandler
  void cancel(PooledCommand.Cancel command) {
    Accounts.Loaded loaded = load(command);
    Redemption redemption = whole(loaded, command);
    record(loaded, PooledRedeeming.cancel(parts(loaded, redemption, command), command, terms), NO_MORE);
    giveBack(redemption, NO_MORE);
    vouchers.makeVoid(redemption.marks(), command.at());
  }

  /** Whoever is woken by it first decides it for all: to the others it is decided already. */
  @CommandHandler
  void timeOut(PooledCommand.TimeOut command) {
    Accounts.Loaded loaded = load(command);
    Redemption redemption = whole(loaded, command);
    SortedMap<CustomerId, List<LoyaltyEvent>> decided =
        PooledRedeeming.timeOut(parts(loaded, redemption, command), command, terms);
    if (!decided.isEmpty()) {
      MetaData when = MetaData.with(EventMetadata.OCCURRED_AT, redemption.expiresAt().toString());
      record(loaded, decided, when);
      giveBack(redemption, when);
    }
  }

  private static void record(Accounts.Loaded loaded, SortedMap<CustomerId, List<LoyaltyEvent>> decided,
      MetaData metadata) {
    decided.forEach((customer, events) -> loaded.record(customer, events, metadata));
  }

  private void giveBack(Redemption redemption, MetaData metadata) {
    rewards.apply(redemption.reward(),
        new StockReturned(redemption.reward(), redemption.redemptionId(), redemption.quantity()), metadata);
  }

  /** The redeemer's account and those of all who pay, which the reservation has named for ever. */
  private Accounts.Loaded load(PooledCommand command) {
    Pooled pool = log.paysFor(command.redemptionId(), command.customer());
    if (pool == null) {
      throw new Refused(Reason.UNKNOWN_REDEMPTION);
    }
    return accounts.fresh(payers(pool));
  }

  private static Set<CustomerId> payers(Pooled pool) {
    Set<CustomerId> payers = pool.shares().stream().map(Share::customer).collect(Collectors.toCollection(TreeSet::new));
    payers.add(pool.redeemer());
    return payers;
  }

  private static Redemption whole(Accounts.Loaded loaded, PooledCommand command) {
    Redemption redemption = loaded.ledger(command.customer()).redemptions().get(command.redemptionId());
    if (redemption == null) {
      throw new ConcurrencyException("the account is older than the reservation");
    }
    return redemption;
  }

  private static SortedMap<CustomerId, Ledger> parts(Accounts.Loaded loaded, Redemption redemption,
      PooledCommand command) {
    Pooled pool = redemption.pool();
    if (pool == null || !pool.redeemer().equals(command.customer())) {
      throw new IllegalStateException("no pool pays for redemption " + redemption.redemptionId());
    }
    return ledgers(loaded, payers(pool));
  }

  private static SortedMap<CustomerId, Ledger> ledgers(Accounts.Loaded loaded, Iterable<CustomerId> customers) {
    SortedMap<CustomerId, Ledger> ledgers = new TreeMap<>();
    customers.forEach(customer -> ledgers.put(customer, loaded.ledger(customer)));
    return ledgers;
  }
}
