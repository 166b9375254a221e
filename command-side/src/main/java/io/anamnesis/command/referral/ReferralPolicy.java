package io.anamnesis.command.referral;

import io.anamnesis.command.referral.ReferralCommand.Decide;
import io.anamnesis.command.referral.ReferralCommand.NoteClaims;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyLinked;
import io.anamnesis.events.customer.CustomerRecordEvent.FamilyUnlinked;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityBound;
import io.anamnesis.events.customer.CustomerRecordEvent.IdentityUnbound;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.referral.ReferralEvent;
import io.anamnesis.events.referral.ReferralEvent.ReferralMade;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.events.visit.VisitEvent.AppointmentBooked;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.projections.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides who brought whom, and has it rewarded. A fact may bear on several people: each is decided by all that the log tells,
 * so that it does not matter whose turn comes first.
 */
final class ReferralPolicy implements Policy {
  /** Claims are decisions of their own: of the same cause, in the same stream. */
  private static final String NOTES = "referral-note";

  private final Settlement settlement;
  private final Lives lives;

  ReferralPolicy(Settlement settlement, Lives lives) {
    this.settlement = settlement;
    this.lives = lives;
  }

  @Override
  public String name() {
    return Settlement.POLICY;
  }

  @Override
  public int stage() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(ReferralEvent.class, MasterRecord.class, IdentityBound.class, IdentityUnbound.class,
        FamilyLinked.class, FamilyUnlinked.class, VisitCompleted.class, AdmissionAdmitted.class,
        AdmissionDischarged.class, PurchaseMade.class, PurchaseRefunded.class, AppointmentBooked.class,
        AuditEvent.class);
  }

  /** A claim is taken in the turn of the person whom it is about. */
  @Override
  public Optional<String> key(Recorded cause) {
    return cause.event() instanceof ReferralMade made
        ? Optional.of(made.referred().value())
        : Optional.ofNullable(cause.subject());
  }

  @Override
  public void react(Recorded cause) {
    List<Said> said = Said.by(cause, lives);
    Map<CustomerId, List<Said>> ofPeople = new TreeMap<>();
    said.forEach(one -> ofPeople.computeIfAbsent(one.referred(), first -> new ArrayList<>()).add(one));
    ofPeople.forEach((referred, all) -> settlement.send(new NoteClaims(referred, List.copyOf(all)), referred,
        cause.eventId(), NOTES));
    for (CustomerId referred : concerned(cause, said)) {
      Object follows =
          settlement.send(new Decide(referred, cause), referred, cause.eventId(), Settlement.POLICY);
      if (!Boolean.FALSE.equals(follows)) {
        settlement.settle(referred);
      }
    }
  }

  private Set<CustomerId> concerned(Recorded cause, List<Said> said) {
    Set<CustomerId> concerned = new TreeSet<>();
    said.forEach(one -> concerned.add(one.referred()));
    String type = CorrectedFact.of(cause).map(corrected -> corrected.original().type()).orElse(cause.type());
    String subject = Objects.requireNonNull(cause.subject());
    if (Lives.OF_COMING.contains(type) || Lives.OF_TIES.contains(type)) {
      CustomerId person = new CustomerId(subject);
      if (lives.isReferred(person)) {
        concerned.add(person);
      }
    }
    if (Lives.OF_TIES.contains(type)) {
      concerned.addAll(lives.peopleOf(subject));
    }
    return concerned;
  }
}
