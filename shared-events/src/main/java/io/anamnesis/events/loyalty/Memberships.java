package io.anamnesis.events.loyalty;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.MembershipId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipEnded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipRenewed;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.loyalty.Membership.Term;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A customer's memberships as their facts tell them, added up in any order.
 *
 * @param told in the order of business
 */
public record Memberships(List<Told> told) {
  public static final Memberships NONE = new Memberships(List.of());

  private static final Comparator<Told> BUSINESS_ORDER =
      Comparator.comparing(Told::at).thenComparingLong(Told::position);

  public Memberships {
    told = List.copyOf(told);
  }

  /** What a fact says of a membership. */
  public enum What {
    STARTED, RENEWED, ENDED
  }

  /**
   * A fact on a membership; what it does not say is null.
   *
   * @param cause its event id
   * @param at when it occurred
   */
  public record Told(UUID cause, MembershipId membership, What what, Instant at, long position, Instant recordedAt,
      @Nullable Code kind, @Nullable Code plan, @Nullable LocalDate validFrom, @Nullable LocalDate validUntil,
      @Nullable Amount fee, @Nullable Currency currency) {}

  /** With one fact more; any other event changes nothing. */
  public Memberships with(Recorded fact) {
    return with(fact, fact.recordedAt());
  }

  /** @param toldAt when the log took the last word on the fact: of one that was corrected, that of the correction */
  public Memberships with(Recorded fact, Instant toldAt) {
    return switch (fact.event()) {
      case MembershipStarted m ->
        with(new Told(fact.eventId(), m.membershipId(), What.STARTED, fact.occurredAt(), fact.position(),
            toldAt, m.kind(), m.plan(), m.validFrom(), m.validUntil(), m.fee(), m.currency()));
      case MembershipRenewed m ->
        with(new Told(fact.eventId(), m.membershipId(), What.RENEWED, fact.occurredAt(), fact.position(),
            toldAt, m.kind(), m.plan(), m.validFrom(), m.validUntil(), m.fee(), m.currency()));
      case MembershipEnded m ->
        with(new Told(fact.eventId(), m.membershipId(), What.ENDED, fact.occurredAt(), fact.position(),
            toldAt, m.kind(), m.plan(), m.validFrom(), m.validUntil(), m.fee(), m.currency()));
      default -> this;
    };
  }

  private Memberships with(Told one) {
    List<Told> more = new ArrayList<>(told);
    more.add(one);
    more.sort(BUSINESS_ORDER);
    return new Memberships(more);
  }

  /** By their ids. */
  public List<Membership> all() {
    Map<String, Membership> byId = new TreeMap<>();
    told.forEach(one -> byId.merge(one.membership().value(), begun(one), (known, begun) -> gone(known, one)));
    return List.copyOf(byId.values());
  }

  private static Membership begun(Told one) {
    Term term = new Term(one.cause, one.validFrom, one.validUntil, one.at, one.recordedAt, one.fee, one.currency);
    return new Membership(one.membership, one.kind, one.plan, List.of(term), one.what == What.ENDED ? one.at : null);
  }

  private static Membership gone(Membership known, Told one) {
    Code kind = one.kind == null ? known.kind() : one.kind;
    Code plan = one.plan == null ? known.plan() : one.plan;
    return switch (one.what) {
      // Started again is a term more: what was before stays what it was.
      case STARTED, RENEWED -> {
        List<Term> terms = new ArrayList<>(known.terms());
        terms.add(new Term(one.cause, one.validFrom, one.validUntil, one.at, one.recordedAt, one.fee, one.currency));
        yield new Membership(known.id(), kind, plan, terms, null);
      }
      case ENDED -> new Membership(known.id(), kind, plan, known.terms(), one.at);
    };
  }
}
