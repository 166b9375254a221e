package io.anamnesis.query.customer;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.customer.CustomerRecordEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentGiven;
import io.anamnesis.events.customer.CustomerRecordEvent.ConsentWithdrawn;
import io.anamnesis.events.customer.CustomerRecordEvent.CustomerDeceased;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.HealthNoted;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipEnded;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipRenewed;
import io.anamnesis.events.customer.CustomerRecordEvent.MembershipStarted;
import io.anamnesis.events.customer.ErasureEvent.KeyDestroyed;
import io.anamnesis.query.fold.Changes;
import io.anamnesis.query.fold.Happened;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.fold.Told;

/**
 * What is known of the person: master record, health, family, consents, memberships.
 *
 * @param health in the order of business
 * @param family by the other's customer number: as such, so that it is known for one
 * @param consents by purpose
 * @param memberships by id
 * @param erased when the first of the person's keys was destroyed
 */
public record LifeState(IdentityState identity, @Nullable Told<LocalDate> deceased, List<Condition> health,
    SortedMap<CustomerId, Told<Tie>> family, SortedMap<String, Told<Permission>> consents,
    SortedMap<String, Plan> memberships, @Nullable Told<Boolean> erased) {

  static final LifeState UNKNOWN =
      new LifeState(IdentityState.UNKNOWN, null, List.of(), Changes.none(), Changes.none(), Changes.none(),
          null);

  public record Condition(Instant at, long position, Code kind, @Nullable Sealed code, @Nullable Sealed text,
      @Nullable Code certainty) implements Happened {}

  public record Tie(boolean linked, @Nullable Code relation, @Nullable Boolean guardian) {}

  public record Permission(boolean given, @Nullable String textVersion, @Nullable LocalDate until) {}

  /** A membership: of each field the last word. */
  public record Plan(@Nullable Told<Boolean> running, @Nullable Told<Code> kind, @Nullable Told<Code> plan,
      @Nullable Told<LocalDate> validFrom, @Nullable Told<LocalDate> validUntil) {
    static final Plan UNHEARD = new Plan(null, null, null, null, null);

    Plan with(Recorded event, boolean runs, @Nullable Code ofKind, @Nullable Code name, @Nullable LocalDate from,
        @Nullable LocalDate until) {
      return new Plan(Told.last(running, event, runs), Told.last(kind, event, ofKind), Told.last(plan, event, name),
          Told.last(validFrom, event, from), Told.last(validUntil, event, until));
    }

    String stateOn(LocalDate day) {
      LocalDate from = Told.valueOf(validFrom);
      LocalDate until = Told.valueOf(validUntil);
      if (Boolean.FALSE.equals(Told.valueOf(running))) {
        return "ended";
      }
      if (until != null && day.isAfter(until)) {
        return "lapsed";
      }
      return from != null && day.isBefore(from) ? "future" : "active";
    }
  }

  LifeState with(Recorded event, CustomerRecordEvent told) {
    return switch (told) {
      case MasterRecord master ->
        new LifeState(identity.with(event, master), deceased, health, family, consents, memberships, erased);
      case CustomerDeceased death -> new LifeState(identity, Told.last(deceased, event, death.date()), health, family,
          consents, memberships, erased);
      case HealthNoted noted -> withHealth(event, noted);
      case FamilyLinked tie -> withFamily(event, tie.other(), new Tie(true, tie.relation(), tie.guardian()));
      case FamilyUnlinked tie ->
        withFamily(event, tie.other(), new Tie(false, tie.relation(), tie.guardian()));
      case ConsentGiven consent ->
        withConsent(event, consent.purpose().value(), new Permission(true, consent.textVersion(), consent.until()));
      case ConsentWithdrawn consent -> withConsent(event, consent.purpose().value(),
          new Permission(false, consent.textVersion(), consent.until()));
      case MembershipStarted m -> withMembership(event, m.membershipId().value(), true, m.kind(), m.plan(),
          m.validFrom(), m.validUntil());
      case MembershipRenewed m -> withMembership(event, m.membershipId().value(), true, m.kind(), m.plan(),
          m.validFrom(), m.validUntil());
      case MembershipEnded m -> withMembership(event, m.membershipId().value(), false, m.kind(), m.plan(),
          m.validFrom(), m.validUntil());
      case CustomerRecordEvent.IdentityBound bound -> this;
      case CustomerRecordEvent.IdentityUnbound unbound -> this;
      case CustomerRecordEvent.DonationMade donation -> this;
    };
  }

  LifeState with(Recorded event, KeyDestroyed ignored) {
    return new LifeState(identity, deceased, health, family, consents, memberships, Told.first(erased, event, true));
  }

  private LifeState withHealth(Recorded event, HealthNoted noted) {
    Condition condition = new Condition(event.occurredAt(), event.position(), noted.kind(), noted.code(), noted.text(),
        noted.certainty());
    return new LifeState(identity, deceased, Happened.insert(health, condition), family, consents, memberships, erased);
  }

  private LifeState withFamily(Recorded event, CustomerId other, Tie tie) {
    return new LifeState(identity, deceased, health, last(family, event, other, tie), consents, memberships,
        erased);
  }

  private LifeState withConsent(Recorded event, String purpose, Permission permission) {
    return new LifeState(identity, deceased, health, family, last(consents, event, purpose, permission), memberships,
        erased);
  }

  private LifeState withMembership(Recorded event, String id, boolean runs, @Nullable Code kind, @Nullable Code plan,
      @Nullable LocalDate from, @Nullable LocalDate until) {
    return new LifeState(identity, deceased, health, family, consents,
        Changes.in(memberships, id, Plan.UNHEARD, old -> old.with(event, runs, kind, plan, from, until)), erased);
  }

  private static <K extends Comparable<K>, T> SortedMap<K, Told<T>> last(SortedMap<K, Told<T>> map, Recorded event,
      K key, T value) {
    Told<T> now = Told.of(event, value);
    return Changes.in(map, key, now, old -> Happened.ORDER.compare(old, now) > 0 ? old : now);
  }

  @Nullable
  Instant erasedAt() {
    return erased == null ? null : erased.at();
  }

  List<Portrait.Health> conditions() {
    return health.stream()
        .map(one -> new Portrait.Health(one.kind, one.code, one.text, one.certainty, one.at)).toList();
  }

  List<Portrait.FamilyMember> members() {
    return family.entrySet().stream().filter(tie -> tie.getValue().value().linked).map(tie -> new Portrait.FamilyMember(
        tie.getKey().value(), tie.getValue().value().relation, tie.getValue().value().guardian)).toList();
  }

  /** A consent until a day holds through that day. */
  List<Portrait.Consent> consentsAt(Instant at, SiteZones zones) {
    LocalDate today = zones.dayAt(null, at);
    return consents.entrySet().stream().map(entry -> {
      Permission told = entry.getValue().value();
      boolean holds = told.given && (told.until == null || !today.isAfter(told.until));
      return new Portrait.Consent(entry.getKey(), holds, told.textVersion, told.until, entry.getValue().at());
    }).toList();
  }

  List<Portrait.Membership> membershipsAt(Instant at, SiteZones zones) {
    LocalDate today = zones.dayAt(null, at);
    return memberships.entrySet().stream().map(entry -> {
      Plan plan = entry.getValue();
      return new Portrait.Membership(entry.getKey(), plan.stateOn(today), Told.valueOf(plan.kind),
          Told.valueOf(plan.plan),
          Told.valueOf(plan.validFrom), Told.valueOf(plan.validUntil));
    }).toList();
  }
}
