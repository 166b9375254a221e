package io.anamnesis.eventstore.axon;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.eventstore.DecisionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.Test;

class DerivedEventIdsTest {
  private static final UUID CAUSE = UUID.fromString("00000000-0000-5000-8000-000000000001");
  private static final Map<String, String> OF_POLICY =
      Map.of(EventMetadata.POLICY, "redeem", EventMetadata.CAUSED_BY, CAUSE.toString());

  @Test
  void events_are_counted_stream_by_stream_so_that_one_stream_does_not_shift_the_ids_of_another() {
    List<EventMessage<?>> derived =
        derived(List.of(message("account:1", 4, OF_POLICY), message("reward:1", 9, OF_POLICY),
            message("account:1", 5, OF_POLICY)));

    assertThat(derived).extracting(EventMessage::getIdentifier).containsExactly(
        DecisionId.of("redeem", CAUSE, "account:1", 0).toString(),
        DecisionId.of("redeem", CAUSE, "reward:1", 0).toString(),
        DecisionId.of("redeem", CAUSE, "account:1", 1).toString());
  }

  @Test
  void nothing_but_the_id_is_changed() {
    var given = message("account:1", 4, OF_POLICY);
    var derived = (GenericDomainEventMessage<?>) derived(List.of(given)).getFirst();

    assertThat(derived.getType()).isEqualTo(given.getType());
    assertThat(derived.getAggregateIdentifier()).isEqualTo(given.getAggregateIdentifier());
    assertThat(derived.getSequenceNumber()).isEqualTo(given.getSequenceNumber());
    assertThat(derived.getPayload()).isSameAs(given.getPayload());
    assertThat(derived.getMetaData()).isEqualTo(given.getMetaData());
    assertThat(derived.getTimestamp()).isEqualTo(given.getTimestamp());
  }

  @Test
  void an_event_without_a_policy_or_a_cause_keeps_its_id() {
    var given = message("account:1", 4, Map.of(EventMetadata.CAUSED_BY, CAUSE.toString()));
    assertThat(derived(List.of(given)).getFirst()).isSameAs(given);
  }

  @Test
  void what_is_known_by_a_name_has_the_same_id_in_whatever_stream() {
    UUID command = UUID.fromString("00000000-0000-5000-8000-000000000002");
    Map<String, String> use = Map.of(EventMetadata.COMMAND, command.toString(), EventMetadata.KNOWN_BY, "use");
    String id = DecisionId.ofCommand(command, "use", 0).toString();
    assertThat(derived(List.of(message("voucher:1", 1, use))).getFirst().getIdentifier()).isEqualTo(id);
    assertThat(derived(List.of(message("voucher:2", 7, use))).getFirst().getIdentifier()).isEqualTo(id);
  }

  private static List<EventMessage<?>> derived(List<EventMessage<?>> messages) {
    var handler = new DerivedEventIds().handle(messages);
    return IntStream.range(0, messages.size()).<EventMessage<?>>mapToObj(i -> handler.apply(i, messages.get(i)))
        .toList();
  }

  private static GenericDomainEventMessage<?> message(String stream, long seq, Map<String, ?> metadata) {
    return new GenericDomainEventMessage<>("a", stream, seq, TestAccount.reached(0, 1), metadata,
        UUID.randomUUID().toString(), Instant.parse("2026-03-01T02:15:00Z"));
  }
}
