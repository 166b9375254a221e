package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.OpeningBalanceEvent;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.ReviewEvent.AwardRefused;
import io.anamnesis.events.loyalty.ReviewEvent.AwardReleased;
import io.anamnesis.events.loyalty.VoucherEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the log tells of one account: the facts that it is about, as known now, and beside them what was decided. */
final class AuditedAccount {
  private final String customer;
  private final Earning earning;
  private final Findings findings;
  private final KnownFacts facts;
  private final Postings postings = new Postings();
  private final Awards awards;
  private final Arithmetic arithmetic;
  private final PersonsBook persons;
  private final OpeningBook openings;
  private final PooledParts pooled = new PooledParts();
  private final VoucherBook vouchers;
  /** Positions of facts that were not decided on yet. */
  private final List<Long> undecided = new ArrayList<>();
  private final Set<UUID> undecidedFacts = new HashSet<>();
  private final Set<UUID> causes = new HashSet<>();
  private boolean unreadable;

  AuditedAccount(String customer, Earning earning) {
    this.customer = customer;
    this.earning = earning;
    this.findings = new Findings(customer);
    this.facts = new KnownFacts(customer, earning::firstHeard);
    this.awards = new Awards(earning.versions(), findings);
    this.arithmetic = new Arithmetic(customer, findings);
    this.persons = new PersonsBook(findings);
    this.openings = new OpeningBook(findings);
    this.vouchers = new VoucherBook(findings);
  }

  String customer() {
    return customer;
  }

  void known(Recorded fact) {
    facts.take(fact);
  }

  /** What was decided on it meanwhile, if anything was, is not judged. */
  void undecided(Recorded fact) {
    undecided.add(fact.position());
    undecidedFacts.add(fact.eventId());
  }

  /** Of a batch of balances, what concerns this customer. */
  void opening(Recorded recorded, OpeningBalanceEvent event) {
    openings.take(recorded, event);
  }

  void voucher(Recorded recorded, VoucherEvent event) {
    vouchers.take(recorded, event);
  }

  void decided(Recorded recorded, LoyaltyEvent event) {
    arithmetic.take(recorded, event);
    persons.take(recorded, event);
    if (event instanceof OpeningBalanceBooked) {
      openings.book(recorded);
    }
    if (event instanceof LedgerEvent movement) {
      pooled.take(recorded, movement);
      vouchers.take(recorded, movement);
    }
    UUID causedBy = recorded.metadata().causedBy();
    if (causedBy != null && undecidedFacts.contains(causedBy)) {
      return;
    }
    if (causedBy != null && facts.occurredAt(causedBy) == null) {
      causes.add(causedBy);
    }
    if (event instanceof ReviewEvent said) {
      check(said, recorded.position());
    }
    postings.take(recorded, event);
    if (event instanceof PointsEarned award) {
      awards.check(award, facts.occurredAt(award.cause()), recorded.position());
    }
  }

  /** Nobody decides on what is not held. */
  private void check(ReviewEvent said, long position) {
    if (said instanceof AwardReleased || said instanceof AwardRefused) {
      String found = postings.reviews().open(said.cause()) == null ? "not held" : "held";
      findings.hold(Kind.REVIEW, said.cause(), null, "held", found, position);
    }
  }

  void unreadable() {
    unreadable = true;
  }

  boolean isUnreadable() {
    return unreadable;
  }

  List<Long> undecided() {
    return undecided;
  }

  /** What else led to decisions: statements, and facts that are not known of this person, or not any more. */
  Set<UUID> causes() {
    return causes;
  }

  long postings() {
    return arithmetic.postings();
  }

  /** What is otherwise in the log than it should be; for one call, at the end. */
  List<Difference> differences(Elsewhere elsewhere) {
    arithmetic.end(elsewhere);
    persons.end(elsewhere);
    openings.end(elsewhere);
    vouchers.end();
    pooled.judge(new CustomerId(customer), elsewhere::pooled, findings);
    List<Happening> on = new ArrayList<>(facts.on(customer));
    for (String other : facts.others()) {
      on.addAll(elsewhere.facts(other).on(customer));
    }
    new WorthCheck(earning.versions(), postings, findings).judge(on);
    return findings.all();
  }
}
