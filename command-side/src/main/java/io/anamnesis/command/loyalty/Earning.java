package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.Rating.Entry;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a fact for a customer's points and level. Pure: it reads the account, the fact and the programme,
 * nothing else. What interactions are worth is said by the {@link Course} through all of them; a fact that lies after all
 * that is known is decided by a step on, any other by the whole way anew and what it changes.
 */
final class Earning {
  private final ProgrammeRules rules;
  private final Function<String, ProgrammeRules> versions;

  /** @throws IllegalArgumentException if a condition of the programme cannot be compiled */
  Earning(Programme programme) {
    this.rules = new ProgrammeRules(programme);
    this.versions = version -> rules;
  }

  /** The types of interaction that some rule rewards. */
  Set<String> types() {
    return rules.types();
  }

  /**
   * All that follows from one fact: its awards and what it changes of others, then the levels. An interaction that a rule
   * names and that earns nothing is recorded too, so that no second try decides otherwise and a later fact finds it.
   */
  List<LoyaltyEvent> decide(Account account, Recorded fact) {
    Rating rating = account.rating();
    Verdict verdict = new Verdict(fact.eventId(), fact.occurredAt());
    if (fact.event() instanceof PurchaseRefunded told) {
      take(rating, Refund.of(fact, told), verdict);
    } else if (!rules.of(fact.type()).isEmpty()) {
      take(rating, Cause.of(fact, rules.programme().version()), verdict);
    }
    return verdict.events(account.ledger());
  }

  private void take(Rating rating, Cause cause, Verdict verdict) {
    if (!rating.isLast(cause)) {
      new Anew(rating, versions).with(cause).decide(verdict, Why.LATE_FACT);
      return;
    }
    Course course = rating.course(versions);
    Rated rated = course.rate(cause);
    Programme programme = programme(cause);
    course.refundsBefore(cause).forEach(refund -> verdict.note(refund, Course.effectOf(refund, rated)));
    verdict.first(rated, programme);
    course.stepAfter(rated).ifPresent(step -> verdict.reached(step, programme));
  }

  private void take(Rating rating, Refund refund, Verdict verdict) {
    if (!rating.isLast(refund)) {
      new Anew(rating, versions).with(refund).decide(verdict, Why.LATE_FACT);
      return;
    }
    Course.Refunded refunded = rating.course(versions).effect(refund);
    verdict.note(refund, refunded.effect());
    if (refunded.purchase() != null && refunded.cut() != null) {
      Cause purchase = refunded.purchase().cause();
      Entry before = Objects.requireNonNull(rating.find(purchase.id()));
      verdict.cut(refunded.purchase(), refunded.cut(), before);
    }
  }

  private Programme programme(Cause cause) {
    return versions.apply(cause.programme()).programme();
  }
}
