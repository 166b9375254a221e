package io.anamnesis.command.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.ExtensionFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
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
  private final ProgrammeVersions versions;
  private final Set<Class<? extends CustomerEvent>> events;

  EarningPolicy(CommandBus commands, ProgrammeVersions versions, EventCatalogue catalogue) {
    this.commands = commands;
    this.versions = versions;
    this.events = interactions(catalogue);
  }

  /** All that a rule could ever name: which types a version yet to come will reward is not known when a process starts. */
  private static Set<Class<? extends CustomerEvent>> interactions(EventCatalogue catalogue) {
    Set<Class<? extends CustomerEvent>> all = new HashSet<>(Set.of(ExtensionFact.class));
    catalogue.all().stream().filter(ProgrammeCheck::canEarn).map(EventDescriptor::recordType).forEach(all::add);
    return Set.copyOf(all);
  }

  /** The records of types of interaction. */
  static Set<Class<? extends CustomerEvent>> records(Set<String> types, EventCatalogue catalogue) {
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
    return versions.types(position).contains(type);
  }

  @Override
  public Optional<String> key(Recorded cause) {
    return earner(cause);
  }

  /** Of a purchase the buyer, where one is told; else whom the cause is about. */
  static Optional<String> earner(Recorded cause) {
    if (cause.event() instanceof PurchaseMade purchase && purchase.buyer() != null) {
      return Optional.of(purchase.buyer().value());
    }
    return Optional.ofNullable(cause.subject());
  }

  @Override
  public void react(Recorded cause) {
    CustomerId customer = new CustomerId(key(cause).orElseThrow());
    Map<String, String> metadata = new HashMap<>();
    metadata.put(EventMetadata.SUBJECT, customer.value());
    metadata.put(EventMetadata.CAUSED_BY, cause.eventId().toString());
    metadata.put(EventMetadata.POLICY, NAME);
    metadata.put(EventMetadata.OCCURRED_AT, cause.occurredAt().toString());
    FutureCallback<AwardPoints, Object> done = new FutureCallback<>();
    commands.dispatch(new GenericCommandMessage<>(AwardPoints.to(customer, cause), MetaData.from(metadata)), done);
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
