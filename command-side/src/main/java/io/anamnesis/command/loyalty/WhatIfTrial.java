package io.anamnesis.command.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.projections.HistoryScan;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A customer's whole history decided anew by {@link Earning}, as the policy decided it: cause after cause in the log's order,
 * on an account that holds what was decided before. Beside it, what the log says was really decided.
 */
final class WhatIfTrial implements HistoryScan.Trial<WhatIfTrial.Life> {
  private final Earning draft;
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
  record Scope(long decidedUpTo, Set<String> waiting, Set<Long> skipped, Instant at) {}

  /** Is told of each customer, by several threads. */
  interface Outcome {
    void compared(Comparison customer);

    void leftOut();
  }

  /**
   * What one customer has, and would have.
   *
   * @param before points by rule, as really decided
   * @param after points by rule, under the draft
   */
  record Comparison(String customer, Map<String, Long> before, Map<String, Long> after, int levelBefore,
      int levelAfter) {
    long pointsBefore() {
      return before.values().stream().mapToLong(Long::longValue).sum();
    }

    long pointsAfter() {
      return after.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /** One customer's decisions, both ways. */
  static final class Life {
    private final String customer;
    private final Account account = new Account();
    private final Map<String, Long> before = new TreeMap<>();
    private final Map<String, Long> after = new TreeMap<>();
    private final Set<UUID> tooLate = new HashSet<>();
    private int levelBefore = 1;
    private boolean spoiled;

    Life(String customer) {
      this.customer = customer;
    }
  }

  /** @param rewarded types of interaction that were rewarded until now */
  WhatIfTrial(Earning draft, Set<String> rewarded, EventCatalogue catalogue, Scope scope, Outcome outcome) {
    this.draft = draft;
    this.scope = scope;
    this.outcome = outcome;
    Set<Class<? extends CustomerEvent>> declared = new HashSet<>(EarningPolicy.records(rewarded, catalogue));
    declared.addAll(EarningPolicy.records(draft.types(), catalogue));
    declared.add(LoyaltyEvent.class);
    this.events = Set.copyOf(declared);
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return events;
  }

  @Override
  public Optional<String> key(Recorded event) {
    return event.event() instanceof LoyaltyEvent ? Optional.ofNullable(event.subject()) : EarningPolicy.earner(event);
  }

  @Override
  public Life begin(String key) {
    return new Life(key);
  }

  @Override
  public void take(Life life, Recorded event) {
    if (event.event() instanceof LoyaltyEvent decision) {
      note(life, decision);
    } else if (event.position() > scope.decidedUpTo()) {
      life.tooLate.add(event.eventId());
    } else if (!scope.skipped().contains(event.position())) {
      decide(life, event);
    }
  }

  private void note(Life life, LoyaltyEvent decision) {
    switch (decision) {
      case PointsEarned award -> {
        if (!life.tooLate.contains(award.cause())) {
          life.before.merge(award.rule(), award.points(), Long::sum);
        }
      }
      case TierReached reached -> {
        if (!life.tooLate.contains(reached.cause()) && !reached.reachedAt().isAfter(scope.at())) {
          life.levelBefore = Math.max(life.levelBefore, reached.level());
        }
      }
      case PointsNotEarned nothing -> {
        // Changes neither points nor levels.
      }
    }
  }

  private void decide(Life life, Recorded cause) {
    for (LoyaltyEvent decided : draft.decide(life.account, cause)) {
      life.account.evolve(decided);
      if (decided instanceof PointsEarned award) {
        life.after.merge(award.rule(), award.points(), Long::sum);
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
      outcome.compared(new Comparison(life.customer, life.before, life.after, life.levelBefore,
          life.account.levelAt(scope.at())));
    }
  }
}
