package io.anamnesis.query.audit.chain;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import tools.jackson.databind.JsonNode;

/**
 * What one command decided: both halves of a transfer, the parts that a family pool pays, a reservation and the stock that it takes.
 * None of these is the cause of another. They are one append, and so neighbours in the log; and their ids follow from the command,
 * which those that belong together name: so none is taken for one of them that is not.
 */
record Together(EventLog log) {
  /** Most events that one command decides, and most of them in one stream. */
  private static final int NEIGHBOURS = 100;
  private static final int IN_A_STREAM = 10;

  /** In the log's order, without the event itself. */
  List<StoredEvent> with(StoredEvent event) {
    List<UUID> commands = named(event).filter(command -> isOf(event, command)).toList();
    if (commands.isEmpty()) {
      return List.of();
    }
    return log.read(Math.max(0, event.position() - NEIGHBOURS - 1), 2 * NEIGHBOURS + 1).stream()
        .filter(other -> other.position() != event.position())
        .filter(other -> commands.stream().anyMatch(command -> isOf(other, command))).toList();
  }

  private static boolean isOf(StoredEvent event, UUID command) {
    return event.stream() instanceof String stream && IntStream.range(0, IN_A_STREAM)
        .anyMatch(ordinal -> DecisionId.ofCommand(command, stream, ordinal).equals(event.eventId()));
  }

  /** The ids that it holds: the command's may be among them. */
  private static Stream<UUID> named(StoredEvent event) {
    JsonNode payload = EventCodec.mapper().readTree(event.payload());
    return event.stream() == null
        ? Stream.of()
        : payload.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).flatMap(Together::id);
  }

  private static Stream<UUID> id(String text) {
    try {
      return Stream.of(UUID.fromString(text));
    } catch (IllegalArgumentException other) {
      return Stream.of();
    }
  }
}
