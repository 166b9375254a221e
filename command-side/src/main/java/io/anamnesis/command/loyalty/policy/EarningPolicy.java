package io.anamnesis.command.loyalty.policy;

import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.command.loyalty.programme.ProgrammeCheck;
import io.anamnesis.command.loyalty.programme.ProgrammeVersions;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.care.CareEvent.ComplaintFiled;
import io.anamnesis.events.care.CareEvent.ComplaintResolved;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.visit.VisitEvent.AdmissionAdmitted;
import io.anamnesis.events.visit.VisitEvent.AdmissionDischarged;
import io.anamnesis.projections.Policy;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;

/**
 * Awards points for interactions, exactly once per cause: the ids of the decision's events derive from the cause, so that
 * the log refuses a second try whole.
 */
public final class EarningPolicy implements Policy {
  static final String NAME = "earning";
  /** Facts that change the worth of interactions or hold a level, and have no rule of their own. */
  public static final Set<Class<? extends CustomerEvent>> WITHOUT_RULE =
      Set.of(PurchaseRefunded.class, AuditEvent.class, AdmissionAdmitted.class, AdmissionDischarged.class,
          ComplaintFiled.class, ComplaintResolved.class);

  private final Awarding awarding;
  private final Routing routing;
  private final ProgrammeVersions versions;
  private final Set<Class<? extends CustomerEvent>> events;
  private final Subscription withoutRule = EventCatalogue.standard().declares(WITHOUT_RULE);

  public EarningPolicy(CommandBus commands, Routing routing, ProgrammeVersions versions, EventCatalogue catalogue) {
    this.awarding = new Awarding(commands, NAME);
    this.routing = routing;
    this.versions = versions;
    this.events = interactions(catalogue);
  }

  /** All that a rule could ever name: which types a version yet to come will reward is not known when a process starts. */
  private static Set<Class<? extends CustomerEvent>> interactions(EventCatalogue catalogue) {
    Set<Class<? extends CustomerEvent>> all = new HashSet<>(WITHOUT_RULE);
    all.add(ExtensionFact.class);
    catalogue.all().stream().filter(ProgrammeCheck::canEarn).map(EventDescriptor::recordType).forEach(all::add);
    return Set.copyOf(all);
  }

  /** The records of types of interaction. */
  public static Set<Class<? extends CustomerEvent>> records(Set<String> types, EventCatalogue catalogue) {
    Set<Class<? extends CustomerEvent>> records = new HashSet<>();
    for (String type : types) {
      EventDescriptor descriptor = catalogue.find(type)
          .orElseThrow(() -> new IllegalArgumentException("the programme has a rule for an unknown type: " + type));
      records.add(descriptor.recordType());
    }
    return Set.copyOf(records);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int stage() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return events;
  }

  @Override
  public boolean reactsTo(String type, long position) {
    return withoutRule.test(type) || versions.types(position).contains(type);
  }

  @Override
  public Optional<String> key(Recorded cause) {
    return Routing.earner(cause);
  }

  /** A fact that concerns two accounts is decided on one after the other: a second try finds the first one decided. */
  @Override
  public void react(Recorded cause) {
    routing.of(cause).forEach(routed -> awarding.decide(routed.customer(), routed.change()));
  }
}
