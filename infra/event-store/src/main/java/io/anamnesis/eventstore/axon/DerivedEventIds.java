package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.DecisionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Gives every event that a policy's command publishes the id that follows from policy, cause, stream and its number among
 * the events of the same unit of work and stream; of a person's command that has an identity, from that in place of policy
 * and cause. So a second try of the same decision meets the ids of the first, and is refused whole. An event of any other
 * command keeps its own id.
 *
 * <p>It reads the event's metadata, where {@link #FROM_COMMAND} has put what the command carried.
 */
public final class DerivedEventIds implements MessageDispatchInterceptor<EventMessage<?>> {
  /** Copies what the log wants to know from a command message to the events that it publishes. */
  static final SimpleCorrelationDataProvider FROM_COMMAND =
      new SimpleCorrelationDataProvider(EventMetadata.SUBJECT, EventMetadata.CAUSED_BY, EventMetadata.POLICY,
          EventMetadata.ACTOR, EventMetadata.OCCURRED_AT, EventMetadata.COMMAND, EventMetadata.CONTENT);

  private static final String ORDINALS = DerivedEventIds.class.getName() + ".ordinals";
  private static final String NO_STREAM = "";

  @Override
  public BiFunction<Integer, EventMessage<?>, EventMessage<?>> handle(List<? extends EventMessage<?>> messages) {
    // One unit of work may publish in several goes.
    Map<String, Integer> ordinals = CurrentUnitOfWork.isStarted()
        ? CurrentUnitOfWork.get().root().getOrComputeResource(ORDINALS, key -> new HashMap<>())
        : new HashMap<>();
    return (index, event) -> withDerivedId(event, ordinals);
  }

  private static EventMessage<?> withDerivedId(EventMessage<?> event, Map<String, Integer> ordinals) {
    String stream = name(event);
    int ordinal = ordinals.merge(stream, 1, Integer::sum) - 1;
    String policy = text(event.getMetaData(), EventMetadata.POLICY);
    String cause = text(event.getMetaData(), EventMetadata.CAUSED_BY);
    String command = text(event.getMetaData(), EventMetadata.COMMAND);
    if (command != null) {
      return withId(event, DecisionId.ofCommand(UUID.fromString(command), stream, ordinal).toString());
    }
    if (policy == null || cause == null) {
      return event;
    }
    return withId(event, DecisionId.of(policy, UUID.fromString(cause), stream, ordinal).toString());
  }

  private static String name(EventMessage<?> event) {
    String knownBy = text(event.getMetaData(), EventMetadata.KNOWN_BY);
    if (knownBy != null) {
      return knownBy;
    }
    return event instanceof DomainEventMessage<?> domain ? domain.getAggregateIdentifier() : NO_STREAM;
  }

  private static EventMessage<?> withId(EventMessage<?> event, String id) {
    return switch (event) {
      case DomainEventMessage<?> domain ->
        new GenericDomainEventMessage<>(domain.getType(), domain.getAggregateIdentifier(), domain.getSequenceNumber(),
            domain.getPayload(), domain.getMetaData(), id, domain.getTimestamp());
      default -> new GenericEventMessage<>(id, event.getPayload(), event.getMetaData(), event.getTimestamp());
    };
  }

  private static @Nullable String text(MetaData metadata, String key) {
    return metadata.get(key) instanceof String text ? text : null;
  }
}
