package io.anamnesis.command.referral;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityBound;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityUnbound;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What ties a person to others, so that they cannot refer each other: a phone, a household, the hospital as employer. Held in
 * memory while it is decided, and never recorded.
 */
final class Ties {
  private static final String STAFF = "staff";

  private final Map<String, Instant> phones = new HashMap<>();
  private final Map<CustomerId, Spans> household = new HashMap<>();
  private final Spans identityKind = new Spans();
  private final Spans staffIdentity = new Spans();
  private boolean illegible;

  private Ties() {}

  /** @param phone what stands for a number: equal for numbers that are the same; empty where its key is gone */
  static Ties of(Collection<Recorded> facts, Function<Sealed, Optional<String>> phone) {
    Ties ties = new Ties();
    facts.forEach(fact -> ties.take(fact, phone));
    return ties;
  }

  private void take(Recorded fact, Function<Sealed, Optional<String>> phone) {
    Moment moment = Moment.of(fact);
    switch (fact.event()) {
      case MasterRecord record -> {
        if (record.identityKind() != null) {
          identityKind.turn(moment, record.identityKind().is(STAFF));
        }
        if (record.phone() != null) {
          phone.apply(record.phone()).ifPresentOrElse(number -> told(number, moment.at()), () -> illegible = true);
        }
      }
      case IdentityBound bound when bound.system().is(STAFF) -> staffIdentity.turn(moment, true);
      case IdentityUnbound unbound when unbound.system().is(STAFF) -> staffIdentity.turn(moment, false);
      case FamilyLinked link -> with(link.other()).turn(moment, true);
      case FamilyUnlinked link -> with(link.other()).turn(moment, false);
      default -> {
        // Ties nobody.
      }
    }
  }

  private void told(String number, Instant at) {
    phones.merge(number, at, (one, other) -> one.isBefore(other) ? one : other);
  }

  private Spans with(CustomerId other) {
    return household.computeIfAbsent(other, first -> new Spans());
  }

  /**
   * Why one cannot refer the other: what was so when it was claimed, or came to be while the claim could be made good.
   *
   * @param foundBefore the same was found of this claim before: what was found of a phone holds, though its key be gone
   */
  static @Nullable Reason between(CustomerId one, Ties its, CustomerId other, Ties others, Instant from, Instant end,
      @Nullable Reason foundBefore) {
    if (one.equals(other)) {
      return Reason.SELF;
    }
    if (its.isStaff(from, end) || others.isStaff(from, end)) {
      return Reason.STAFF;
    }
    if (its.with(other).and(others.with(one)).isWithin(from, end)) {
      return Reason.HOUSEHOLD;
    }
    boolean stillSo = foundBefore == Reason.SAME_PHONE && (its.illegible || others.illegible);
    return stillSo || its.sharesPhone(others, end) ? Reason.SAME_PHONE : null;
  }

  private boolean isStaff(Instant from, Instant end) {
    return identityKind.isWithin(from, end) || staffIdentity.isWithin(from, end);
  }

  private boolean sharesPhone(Ties other, Instant end) {
    return phones.entrySet().stream().anyMatch(phone -> phone.getValue().isBefore(end)
        && other.phones.getOrDefault(phone.getKey(), Instant.MAX).isBefore(end));
  }
}
