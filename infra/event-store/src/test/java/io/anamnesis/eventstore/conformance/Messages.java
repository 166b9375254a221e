package io.anamnesis.eventstore.conformance;

import io.anamnesis.events.Code;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;

/** Events to append. They carry times of long ago, as an import's do: nothing may hang on an event's own time. */
final class Messages {
  static final Instant LONG_AGO = Instant.parse("2020-03-01T02:15:00Z");
  private static final SigninMade PAYLOAD = new SigninMade(new Code("app"));

  private Messages() {}

  static EventMessage<?> event() {
    return event(UUID.randomUUID().toString());
  }

  static EventMessage<?> event(String id) {
    return new GenericEventMessage<>(id, PAYLOAD, Map.of(), LONG_AGO);
  }

  static EventMessage<?> eventAt(Instant instant) {
    return new GenericEventMessage<>(UUID.randomUUID().toString(), PAYLOAD, Map.of(), instant);
  }

  static List<EventMessage<?>> events(int count) {
    return IntStream.range(0, count).<EventMessage<?>>mapToObj(n -> event()).toList();
  }

  static DomainEventMessage<?> ofStream(String stream, long seq) {
    return new GenericDomainEventMessage<>("a", stream, seq, PAYLOAD, Map.of(), UUID.randomUUID().toString(), LONG_AGO);
  }

  /** Numbers {@code from} to {@code end - 1}. */
  static List<? extends DomainEventMessage<?>> ofStream(String stream, long from, long end) {
    return LongStream.range(from, end).<DomainEventMessage<?>>mapToObj(seq -> ofStream(stream, seq)).toList();
  }

  static List<String> ids(List<? extends EventMessage<?>> events) {
    return events.stream().<String>map(EventMessage::getIdentifier).toList();
  }
}
