package io.anamnesis.query.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipEnded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipRenewed;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.loyalty.Membership;
import io.anamnesis.events.loyalty.Memberships;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** A customer's memberships: bought, due for renewal, renewed, lapsed, ended. */
public final class MembershipsProjection implements Projection<Memberships, MembershipsAnswer> {
  public static final Set<Class<? extends CustomerEvent>> EVENTS =
      Set.of(MembershipStarted.class, MembershipRenewed.class, MembershipEnded.class);

  private final ZoneId zone;
  private final int dueDays;

  /**
   * @param zone of the days
   * @param dueDays so many days before its last one a paid membership is due
   */
  public MembershipsProjection(ZoneId zone, int dueDays) {
    this.zone = zone;
    this.dueDays = dueDays;
  }

  @Override
  public String name() {
    return "memberships";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return EVENTS;
  }

  @Override
  public Class<Memberships> stateType() {
    return Memberships.class;
  }

  @Override
  public Memberships initial() {
    return Memberships.NONE;
  }

  @Override
  public Memberships fold(Memberships state, Recorded event) {
    return state.with(event);
  }

  @Override
  public MembershipsAnswer answer(Folded<Memberships> folded, Instant at) {
    LocalDate today = at.atZone(zone).toLocalDate();
    return new MembershipsAnswer(folded.subject(),
        folded.state().all().stream().map(membership -> item(membership, today)).toList(), folded.position());
  }

  private MembershipsAnswer.Item item(Membership membership, LocalDate today) {
    LocalDate until = membership.last().until();
    return new MembershipsAnswer.Item(membership.id().value(), membership.kind(), membership.plan(),
        membership.on(today, dueDays).name().toLowerCase(Locale.ROOT), membership.last().from(), until,
        membership.isPaid() && until != null ? until.minusDays(dueDays) : null, membership.endedAt(),
        membership.renewals(), membership.terms().stream().map(MembershipsProjection::term).toList());
  }

  private static MembershipsAnswer.Term term(Membership.Term term) {
    return new MembershipsAnswer.Term(term.from(), term.until(), term.toldAt(), term.fee(),
        term.currency() == null ? null : term.currency().getCurrencyCode());
  }
}
