package io.anamnesis.command.loyalty;

import io.anamnesis.command.loyalty.Routing.Routed;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.eventstore.axon.AlreadyDecided;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.projections.Policy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.messaging.MetaData;

/**
 * Awards points for interactions, exactly once per cause: the ids of the decision's events derive from the cause, so that
 * the log refuses a second try whole.
 */
final class EarningPolicy implements Policy {
  static final String NAME = "earning";

  private final CommandBus commands;
  private final Routing routing;
  private final Set<Class<? extends CustomerEvent>> events;

  EarningPolicy(CommandBus commands, Routing routing, EventCatalogue catalogue, Programme programme) {
    this.commands = commands;
    this.routing = routing;
    this.events = causes(programme, catalogue);
  }

  /** The records that a programme's rules react to, and what changes the worth of these. */
  static Set<Class<? extends CustomerEvent>> causes(Programme programme, EventCatalogue catalogue) {
    Set<Class<? extends CustomerEvent>> declared = new HashSet<>(Set.of(PurchaseRefunded.class, AuditEvent.class));
    for (String type : new ProgrammeRules(programme).types()) {
      EventDescriptor descriptor = catalogue.find(type)
          .orElseThrow(() -> new IllegalArgumentException("the programme has a rule for an unknown type: " + type));
      declared.add(descriptor.recordType());
    }
    return Set.copyOf(declared);
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
  public Optional<String> key(Recorded cause) {
    return Routing.earner(cause);
  }

  /** A fact that concerns two accounts is decided on one after the other: a second try finds the first one decided. */
  @Override
  public void react(Recorded cause) {
    routing.of(cause).forEach(routed -> decide(routed, cause));
  }

  private void decide(Routed routed, Recorded cause) {
    CustomerId customer = routed.customer();
    Map<String, String> metadata = new HashMap<>();
    metadata.put(EventMetadata.SUBJECT, customer.value());
    metadata.put(EventMetadata.CAUSED_BY, cause.eventId().toString());
    metadata.put(EventMetadata.POLICY, NAME);
    metadata.put(EventMetadata.OCCURRED_AT, cause.occurredAt().toString());
    FutureCallback<AwardPoints, Object> done = new FutureCallback<>();
    commands.dispatch(new GenericCommandMessage<>(AwardPoints.to(customer, routed.change()), MetaData.from(metadata)), done);
    // The callback never throws: what went wrong is in its result.
    CommandResultMessage<?> result = done.getResult();
    if (result.isExceptional()) {
      throwUnlessDecided(result.exceptionResult());
    }
  }

  /** A retried cause must not fail: the first try already won. */
  private static void throwUnlessDecided(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AlreadyDecided) {
        return;
      }
    }
    if (failure instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    throw new IllegalStateException("the award was not recorded", failure);
  }
}
