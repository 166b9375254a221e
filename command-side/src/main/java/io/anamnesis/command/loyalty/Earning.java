package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What follows from a fact for a customer's points and level. Pure: it reads the account, the fact and the programme,
 * nothing else. What interactions are worth is said by the {@link Course} through all of them; a fact that lies after all
 * that is known is decided by a step on, any other by the whole way anew and what it changes.
 */
final class Earning {
  private final ProgrammeVersions versions;
  /** By name: a version never changes. */
  private final Map<String, ProgrammeRules> compiled = new ConcurrentHashMap<>();
  private final Function<String, ProgrammeRules> rules;

  /** @throws IllegalArgumentException if a condition of the standing programme cannot be compiled */
  Earning(ProgrammeVersions versions) {
    this.versions = versions;
    this.rules = name -> {
      ProgrammeRules known = compiled.get(name);
      return known != null ? known : compiled(versions.version(name));
    };
  }

  private ProgrammeRules compiled(Programme programme) {
    return compiled.computeIfAbsent(programme.version(), name -> new ProgrammeRules(programme));
  }

  /**
   * All that follows from one fact: its awards and what it changes of others, then the levels. An interaction that a rule
   * names and that earns nothing is recorded too, so that no second try decides otherwise and a later fact finds it.
   */
  List<LoyaltyEvent> decide(Account account, Recorded fact) {
    Programme inForce = versions.inForceAt(fact.occurredAt(), fact.position());
    Verdict verdict = new Verdict(fact.eventId(), fact.occurredAt());
    if (fact.event() instanceof PurchaseRefunded told) {
      take(account.rating(), Refund.of(fact, told), verdict, inForce);
    } else if (!compiled(inForce).of(fact.type()).isEmpty()) {
      take(account.rating(), Cause.of(fact, inForce.version()), verdict, inForce);
    }
    return verdict.events(account.ledger());
  }

  private void take(Rating rating, Cause cause, Verdict verdict, Programme inForce) {
    if (!rating.isLast(cause)) {
      new Anew(rating, rules).with(cause).decide(verdict, inForce, cause.id(), Why.LATE_FACT);
      return;
    }
    Course course = rating.course(rules);
    Rated rated = course.rate(cause);
    course.refundsBefore(cause).forEach(refund -> verdict.note(refund, Course.effectOf(refund, rated)));
    verdict.first(rated, inForce);
    course.stepAfter(rated).ifPresent(step -> verdict.reached(step, inForce));
  }

  private void take(Rating rating, Refund refund, Verdict verdict, Programme inForce) {
    Course course = rating.course(rules);
    Course.Refunded refunded = course.effect(refund);
    if (!rating.isLast(refund)) {
      UUID purchase = refunded.purchase() == null ? refund.id() : refunded.purchase().cause().id();
      new Anew(rating, rules).with(refund).decide(verdict, inForce, purchase, Why.REFUND);
      return;
    }
    verdict.note(refund, refunded.effect());
    if (refunded.purchase() != null && refunded.cut() != null) {
      Cause purchase = refunded.purchase().cause();
      verdict.cut(refunded.purchase(), refunded.cut(), Objects.requireNonNull(rating.find(purchase.id())));
    }
  }
}
