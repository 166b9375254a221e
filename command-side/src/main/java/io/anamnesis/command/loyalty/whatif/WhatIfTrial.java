package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.account.Account;
import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.happening.Change;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.command.loyalty.level.Levels;
import io.anamnesis.command.loyalty.level.Overrides;
import io.anamnesis.command.loyalty.policy.EarningPolicy;
import io.anamnesis.command.loyalty.policy.ReferralRewards;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import io.anamnesis.command.loyalty.rating.Reviewed;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Original;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.schema.OpenFields;
import io.anamnesis.projections.HistoryScan;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A customer's whole history decided anew by {@link Earning}, as the policy decided it: cause after cause in the log's order,
 * on an account that holds what was decided before. Beside it, what the log says was really decided.
 */
public final class WhatIfTrial implements HistoryScan.Trial<WhatIfTrial.Life> {
  private final Earning draft;
  private final String version;
  private final Set<Class<? extends CustomerEvent>> events;
  private final Scope scope;
  private final Outcome outcome;

  /**
   * What is compared: where a real decision is missing or may come yet, both sides leave it out.
   *
   * @param decidedUpTo later causes are left out
   * @param waiting customers with causes that the policy could not decide: left out
   * @param skipped positions of causes that an operator gave up
   * @param at when levels are compared
   */
  public record Scope(long decidedUpTo, Set<String> waiting, Set<Long> skipped, Instant at) {}

  /** Is told of each customer, by several threads. */
  public interface Outcome {
    void compared(Comparison customer);

    void leftOut();
  }

  /**
   * What one customer has, and would have.
   *
   * @param before points by rule, as really decided
   * @param after points by rule, under the draft
   */
  public record Comparison(String customer, Map<String, Long> before, Map<String, Long> after, int levelBefore,
      int levelAfter) {
    public long pointsBefore() {
      return before.values().stream().mapToLong(Long::longValue).sum();
    }

    public long pointsAfter() {
      return after.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** One customer's decisions, both ways. */
  public static final class Life {
    private final String customer;
    private final Account account = new Account();
    private final Map<String, Long> before = new TreeMap<>();
    private final Map<String, Long> after = new TreeMap<>();
    private final Set<UUID> tooLate = new HashSet<>();
    private final Set<UUID> statements = new HashSet<>();
    private final Levels levelsBefore = new Levels();
    private boolean spoiled;

    Life(String customer) {
      this.customer = customer;
    }
  }

  /**
   * @param fields of types {@code x.…} that the draft may name
   * @param rewarded types of interaction that were rewarded until now
   */
  public WhatIfTrial(Programme draft, OpenFields fields, Set<String> rewarded, EventCatalogue catalogue, Scope scope,
      Outcome outcome) {
    this.draft = new Earning(ProgrammeVersions.only(draft, fields));
    this.version = draft.version();
    this.scope = scope;
    this.outcome = outcome;
    Set<Class<? extends CustomerEvent>> declared = new HashSet<>(EarningPolicy.records(rewarded, catalogue));
    declared.addAll(EarningPolicy.records(new ProgrammeRules(draft, fields).types(), catalogue));
    declared.addAll(EarningPolicy.WITHOUT_RULE);
    declared.add(LoyaltyEvent.class);
    declared.add(ReferralRewarded.class);
    declared.add(RewardRevoked.class);
    this.events = Set.copyOf(declared);
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return events;
  }

  @Override
  public List<String> keys(Recorded event) {
    Optional<String> key = switch (event.event()) {
      case LoyaltyEvent ignored -> Optional.ofNullable(event.subject());
      case AuditEvent ignored -> CorrectedFact.of(event).map(CorrectedFact::now).flatMap(Routing::earner)
          .or(() -> Optional.ofNullable(event.subject()));
      default -> Routing.earner(event);
    };
    return key.stream().toList();
  }

  @Override
  public Life begin(String key) {
    return new Life(key);
  }

  /**
   * Refunds, and withdrawals of what a buyer earned, reach an account by what was decided there: who it is, the policy had
   * looked up.
   */
  @Override
  public void take(Life life, Recorded event) {
    if (event.event() instanceof LoyaltyEvent decision) {
      if (life.tooLate.contains(event.metadata().causedBy())) {
        return;
      }
      note(life, event, decision);
      change(life, event, decision).ifPresent(change -> decide(life, change));
    } else if (event.position() > scope.decidedUpTo()) {
      life.tooLate.add(event.eventId());
    } else if (!scope.skipped().contains(event.position())) {
      if (event.event() instanceof AuditEvent) {
        life.statements.add(event.eventId());
      }
      change(event).ifPresent(change -> decide(life, change));
    }
  }

  private Optional<Change> change(Recorded fact) {
    return switch (fact.event()) {
      // Kept as they were given: a trial decides on points, not on who brought whom.
      case ReferralRewarded reward -> Optional.of(Change.of(underDraft(fact, reward)));
      case RewardRevoked revoked -> Optional.of(ReferralRewards.revoking(fact, revoked));
      case PurchaseRefunded ignored -> Optional.empty();
      case AuditEvent ignored -> CorrectedFact.of(fact)
          .map(corrected -> corrected.now() == null
              ? Change.withdrawing(fact, corrected.original())
              : new Change(fact, List.of(corrected.now()), null));
      default -> Optional.of(Change.of(fact));
    };
  }

  /** The version of the claim gave the points; how long they last, and what level they lead to, the draft says. */
  private Recorded underDraft(Recorded fact, ReferralRewarded reward) {
    return new Recorded(fact.position(), fact.eventId(), fact.stream(), fact.seq(), fact.subject(), fact.type(),
        fact.revision(), fact.occurredAt(), fact.recordedAt(), fact.metadata(), new ReferralRewarded(reward.because(),
            reward.referrer(), reward.referred(), reward.reward(), version, reward.points()));
  }

  private static Optional<Change> change(Life life, Recorded event, LoyaltyEvent decision) {
    return switch (decision) {
      case RefundNoted noted -> Optional.of(new Change(event, List.of(Refund.fact(event, noted)), null));
      // Where the statement itself came here, it was taken in its place already.
      case InteractionWithdrawn withdrawn when life.statements.contains(withdrawn.because()) -> Optional.empty();
      case InteractionWithdrawn withdrawn -> Optional.of(Change.withdrawing(event, new Original(withdrawn.cause(),
          withdrawn.causeType(), 1, event.position(), event.occurredAt(), event.recordedAt())));
      default -> Optional.empty();
    };
  }

  private void note(Life life, Recorded event, LoyaltyEvent decision) {
    switch (decision) {
      case PointsEarned award -> life.before.merge(award.rule(), award.points(), Long::sum);
      case PointsClawedBack back -> life.before.merge(back.rule(), -back.undone(), Long::sum);
      case TierReached reached -> life.levelsBefore.reach(reached);
      case TierRevised revised -> life.levelsBefore.revise(revised);
      case TierOverridden given -> given(life, event, underDraft(given));
      case TierOverrideWithdrawn end -> given(life, event, end);
      case LevelEvent moved -> life.levelsBefore.evolve(moved);
      case AwardReleased released -> said(life, event, released, Word.RELEASED);
      case AwardRefused refused -> said(life, event, refused, Word.REFUSED);
      default -> {
        // Changes neither what interactions are worth nor levels.
      }
    }
  }

  /** What people said of levels holds whatever the rules. */
  private void given(Life life, Recorded event, LevelEvent said) {
    Overrides now = said instanceof TierOverridden given
        ? life.account.overrides().with(given)
        : life.account.overrides().without((TierOverrideWithdrawn) said);
    List<LoyaltyEvent> follows = draft.decide(life.account, now, event.eventId(), said.at());
    life.levelsBefore.evolve(said);
    life.account.evolve(said);
    take(life, follows);
  }

  /** Whatever version a level was given by, the draft says what it gives. */
  private TierOverridden underDraft(TierOverridden given) {
    return new TierOverridden(given.overrideId(), given.level(), version, given.from(), given.until(), given.reason(),
        given.by());
  }

  /** So does what they said of an award that was held. */
  private void said(Life life, Recorded event, ReviewEvent said, Word word) {
    Reviewed now = life.account.rating().reviews().said().with(said.cause(), word);
    List<LoyaltyEvent> follows = draft.decide(life.account, now, event.eventId(), event.occurredAt());
    life.account.evolve(said);
    take(life, follows);
  }

  private void decide(Life life, Change change) {
    take(life, draft.decide(life.account, change));
  }

  private static void take(Life life, List<LoyaltyEvent> follows) {
    for (LoyaltyEvent decided : follows) {
      life.account.evolve(decided);
      if (decided instanceof PointsEarned award) {
        life.after.merge(award.rule(), award.points(), Long::sum);
      } else if (decided instanceof PointsClawedBack back) {
        life.after.merge(back.rule(), -back.undone(), Long::sum);
      }
    }
  }

  @Override
  public void spoil(Life life) {
    life.spoiled = true;
  }

  @Override
  public void end(Life life) {
    if (life.spoiled || scope.waiting().contains(life.customer)) {
      outcome.leftOut();
    } else {
      outcome.compared(new Comparison(life.customer, life.before, life.after,
          life.levelsBefore.at(scope.at()), draft.levelAt(life.account, scope.at())));
    }
  }
}
