package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.ledger.Expiring;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.PooledCommand;
import io.anamnesis.command.loyalty.ledger.PooledRedeeming;
import io.anamnesis.command.loyalty.ledger.Redeeming;
import io.anamnesis.command.loyalty.ledger.Redemption;
import io.anamnesis.command.loyalty.ledger.RedemptionTerms;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.command.loyalty.reward.Rewards;
import io.anamnesis.command.loyalty.voucher.VoucherCodes;
import io.anamnesis.command.loyalty.voucher.Vouchers;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.RewardEvent.StockReserved;
import io.anamnesis.events.loyalty.RewardEvent.StockReturned;
import io.anamnesis.events.loyalty.RewardEvent.StockTaken;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * A customer's points and tier: one consistency boundary, one stream. A thin shell; the rules are in {@link Earning},
 * {@link Redeeming}, {@link Expiring}, {@link Overriding}, {@link Reviewing}, {@link PersonsDeciding}, {@link OpeningBooking},
 * {@code Transferring} and {@link UsingBenefits}, the state is {@link Account}. The revision is that of the fold: raise it whenever the same events give
 * another account.
 */
@Revision("8")
public class PointsAccount {
  @AggregateIdentifier
  private @Nullable String stream;
  private final Account account = new Account();

  /** For Axon, and for a snapshot. */
  PointsAccount() {}

  PointsAccount(String stream) {
    this.stream = stream;
  }

  public static String stream(CustomerId customer) {
    return "points-account:" + customer.value();
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void award(AwardPoints command, Earning earning) {
    // A new account has no event yet that could tell its stream.
    stream = command.account();
    tell(earning.decide(account, command.change()), command.change().because().occurredAt());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void override(LevelCommand.Give command, Earning earning) {
    stream = command.account();
    tell(Overriding.give(account, command, earning), command.at());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void withdraw(LevelCommand.Withdraw command, Earning earning) {
    stream = command.account();
    tell(Overriding.withdraw(account, command, earning), command.at());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void review(ReviewCommand command, Earning earning) {
    stream = command.account();
    tell(Reviewing.decide(account, command, earning), command.at());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void use(BenefitCommand.Use command, Earning earning) {
    stream = command.account();
    AggregateLifecycle.apply(UsingBenefits.use(account.benefits(), earning.entitled(account, command.at()), command));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void cancel(BenefitCommand.Cancel command) {
    stream = command.account();
    AggregateLifecycle.apply(UsingBenefits.cancel(account.benefits(), command));
  }

  /** Decides what is due of the level and its benefits, in one append. */
  @CommandHandler
  void sweep(LevelCommand.Sweep command, Earning earning) {
    tell(earning.due(account, command.at()), command.at());
  }

  private void tell(List<LoyaltyEvent> decided, Instant because) {
    Dates dates = new Dates(account.rating(), because);
    for (LoyaltyEvent event : decided) {
      AggregateLifecycle.apply(event, MetaData.with(EventMetadata.OCCURRED_AT, dates.of(event).toString()));
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void reserve(RedemptionCommand.Reserve command, Rewards rewards, RedemptionTerms terms, Earning earning) {
    stream = command.account();
    Bill bill = rewards.bill(command.reward(), command.quantity(), () -> level(earning, command.at()));
    Redeeming.reserve(account.ledger(), command.redemptionId(), command.reward(), command.quantity(), bill,
        command.at(), terms).forEach(AggregateLifecycle::apply);
    rewards.apply(command.reward(),
        new StockReserved(command.reward(), command.redemptionId(), command.quantity()), MetaData.emptyInstance());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void confirm(RedemptionCommand.Confirm command, Rewards rewards, Vouchers vouchers) {
    stream = command.account();
    Redemption asked =
        Redeeming.confirmable(account.ledger(), command.redemptionId(), command.payment(), command.at());
    List<VoucherCodes.New> codes = vouchers.codes(command.customer(), asked);
    record(Redeeming.confirm(account.ledger(), command.redemptionId(), VoucherCodes.marks(codes), command.payment(),
        command.at()), rewards, MetaData.emptyInstance());
    vouchers.issue(codes, asked, command.at());
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void cancel(RedemptionCommand.Cancel command, Rewards rewards, RedemptionTerms terms, Vouchers vouchers) {
    stream = command.account();
    List<String> marks = account.ledger().marks(command.redemptionId());
    record(Redeeming.cancel(account.ledger(), command.redemptionId(), command.by(), command.byStaff(), command.at(),
        terms), rewards, MetaData.emptyInstance());
    vouchers.makeVoid(marks, command.at());
  }

  /**
   * Decides what is due, in one append: but with one reward at most, as two sweeps that hold several would wait for each
   * other's; and nothing before what several accounts have to decide together.
   */
  @CommandHandler
  Swept sweep(RedemptionCommand.Sweep command, Rewards rewards, RedemptionTerms terms) {
    Optional<PooledCommand.TimeOut> together = PooledRedeeming.firstOverdue(account.ledger(), command.at());
    if (together.isPresent()) {
      return Swept.before(together.get());
    }
    Optional<Expiring.Due> due = Expiring.first(account.ledger(), command.at(), terms);
    while (due.isPresent()) {
      List<LoyaltyEvent> decided = due.get().decided();
      record(decided, rewards, MetaData.with(EventMetadata.OCCURRED_AT, due.get().at().toString()));
      if (decided.stream().anyMatch(RedemptionCancelled.class::isInstance)) {
        return Swept.PART;
      }
      due = Expiring.first(account.ledger(), command.at(), terms);
    }
    return Swept.ALL;
  }

  /** What a person asks for, and what another decides on it. */
  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void decide(PersonsCommand command, ProgrammeVersions programmes) {
    stream = command.account();
    MetaData when = MetaData.with(EventMetadata.OCCURRED_AT, command.at().toString());
    PersonsDeciding.decide(account.ledger(), account.requests(), account.alone(), command,
        programmes.inForceNow(command.at())).forEach(event -> AggregateLifecycle.apply(event, when));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void book(BookOpeningBalance command) {
    stream = command.account();
    OpeningBooking.book(account.ledger(), command.approved(), command.approval(), command.at())
        .forEach(AggregateLifecycle::apply);
  }

  Ledger ledger() {
    return account.ledger();
  }

  OwnPool pool() {
    return account.pool();
  }

  /** The level held at an instant. */
  int level(Earning earning, Instant at) {
    return earning.levelAt(account, at);
  }

  /** A part of a decision that spans accounts. */
  void record(LoyaltyEvent event, MetaData metadata) {
    AggregateLifecycle.apply(event, metadata);
  }

  private static void record(List<LoyaltyEvent> decided, Rewards rewards, MetaData metadata) {
    for (LoyaltyEvent event : decided) {
      AggregateLifecycle.apply(event, metadata);
      switch (event) {
        case RedemptionConfirmed confirmed -> rewards.apply(confirmed.reward(),
            new StockTaken(confirmed.reward(), confirmed.redemptionId(), confirmed.quantity()), metadata);
        case RedemptionCancelled cancelled -> rewards.apply(cancelled.reward(),
            new StockReturned(cancelled.reward(), cancelled.redemptionId(), cancelled.quantity()), metadata);
        default -> {
          // Concerns points alone.
        }
      }
    }
  }

  @EventSourcingHandler
  void evolve(LoyaltyEvent event, @SourceId @Nullable String source,
      @MetaDataValue(EventMetadata.OCCURRED_AT) @Nullable String occurredAt) {
    if (stream == null) {
      stream = source;
    }
    account.evolve(event);
    if (event instanceof PointsAdjusted made) {
      account.alone().evolve(made, Instant.parse(Objects.requireNonNull(occurredAt)));
    }
  }
}
