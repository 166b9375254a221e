package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.command.loyalty.policy.Decided;
import io.anamnesis.command.loyalty.policy.EarningPolicy;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.OpeningBalanceEvent;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.HistoryScan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gathers what the log tells of each account, and judges it when all of it is there. */
final class RederivationTrial implements HistoryScan.Trial<AuditedAccount> {
  private static final Logger LOG = LoggerFactory.getLogger(RederivationTrial.class);

  private final Earning earning;
  private final Set<Class<? extends CustomerEvent>> events;
  private final Decided decided;
  private final @Nullable CustomerId only;
  private final Function<AuditedAccount, Judgement> judge;
  private final RederivationTally tally;

  /** What comes of an account. */
  sealed interface Judgement {
    record Judged(List<Difference> differences) implements Judgement {}

    /** It is not as it should be, and something was told that is not decided on yet: that may be why. */
    record TooEarly() implements Judgement {}
  }

  /**
   * @param rewarded types of interaction that were ever rewarded
   * @param only this account; null: all
   * @param judge called by several threads
   */
  RederivationTrial(Earning earning, Set<String> rewarded, EventCatalogue catalogue, Decided decided,
      @Nullable CustomerId only, Function<AuditedAccount, Judgement> judge, RederivationTally tally) {
    this.earning = earning;
    this.decided = decided;
    this.only = only;
    this.judge = judge;
    this.tally = tally;
    Set<Class<? extends CustomerEvent>> declared = new HashSet<>(EarningPolicy.records(rewarded, catalogue));
    declared.addAll(EarningPolicy.WITHOUT_RULE);
    declared.add(LoyaltyEvent.class);
    declared.add(OpeningBalanceEvent.class);
    declared.add(VoucherEvent.class);
    declared.add(ReferralRewarded.class);
    declared.add(RewardRevoked.class);
    this.events = Set.copyOf(declared);
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return events;
  }

  /** A buyer's number stands in clear in what another person bought for, or was corrected to have bought for. */
  @Override
  public boolean concerns(StoredEvent event) {
    return only == null || only.value().equals(event.subject())
        || event.payload().contains("\"" + only.value() + "\"");
  }

  /** Whom it is about, and who earns by it: refunds and corrections of a purchase may name the first alone. */
  @Override
  public List<String> keys(Recorded event) {
    Optional<String> earner = switch (event.event()) {
      case LoyaltyEvent ignored -> Optional.empty();
      case OpeningBalanceEvent ignored -> Optional.empty();
      case VoucherEvent ignored -> Optional.empty();
      case AuditEvent ignored -> CorrectedFact.of(event).map(CorrectedFact::now).flatMap(Routing::earner);
      default -> Routing.earner(event);
    };
    return Stream.concat(Stream.ofNullable(event.subject()), earner.stream()).distinct()
        .filter(key -> only == null || only.value().equals(key)).toList();
  }

  @Override
  public AuditedAccount begin(String key) {
    return new AuditedAccount(key, earning);
  }

  @Override
  public void take(AuditedAccount account, Recorded event) {
    if (event.event() instanceof LoyaltyEvent decision) {
      account.decided(event, decision);
    } else if (event.event() instanceof OpeningBalanceEvent opening) {
      account.opening(event, opening);
    } else if (event.event() instanceof VoucherEvent voucher) {
      account.voucher(event, voucher);
    } else if (decided.givenUp().contains(event.position())) {
      // Nothing follows from it.
      return;
    } else if (decided.covers(event)) {
      account.known(event);
    } else {
      account.undecided(event);
    }
  }

  @Override
  public void spoil(AuditedAccount account) {
    account.unreadable();
  }

  @Override
  public void end(AuditedAccount account) {
    tally.take(account, account.isUnreadable() ? null : judged(account));
  }

  /** What cannot be judged is named, and hides nothing of the other accounts. */
  private @Nullable Judgement judged(AuditedAccount account) {
    try {
      return judge.apply(account);
    } catch (UnknownRevision newer) {
      throw newer;
    } catch (RuntimeException | StackOverflowError failed) {
      LOG.warn("an account could not be judged: {}", failed.getClass().getName());
      return null;
    }
  }
}
