package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.LONG_AGO;
import static io.anamnesis.eventstore.conformance.Messages.event;
import static io.anamnesis.eventstore.conformance.Messages.events;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static io.anamnesis.eventstore.conformance.Messages.ofStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

/** Order, visibility, optimistic concurrency, one event per id. */
public abstract class AppendingSuite extends StoreSuite {
  private static final int RIVALS = 16;

  @Test
  public void what_is_appended_is_visible_at_once_and_in_order() {
    List<String> appended = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      List<EventMessage<?>> together = events(1 + i % 40);
      store().engine().appendEvents(together);
      appended.addAll(ids(together));
    }
    assertThat(appended).hasSizeGreaterThan(1_000);
    assertThat(store().recorded()).isEqualTo(appended);
  }

  @Test
  public void what_one_process_appends_another_sees_at_once() {
    List<EventMessage<?>> appended = events(20);
    try (Store other = store().another()) {
      for (int i = 0; i < appended.size(); i++) {
        (i % 2 == 0 ? store() : other).append(appended.get(i));
        assertThat((i % 2 == 0 ? other : store()).recorded()).isEqualTo(ids(appended.subList(0, i + 1)));
      }
    }
  }

  @Test
  public void an_event_comes_back_as_it_went_in() {
    DomainEventMessage<?> event = ofStream("a:1", 0);
    store().append(event);

    DomainEventMessage<?> read = store().engine().readEvents("a:1").next();
    assertThat(read.getIdentifier()).isEqualTo(event.getIdentifier());
    assertThat(read.getAggregateIdentifier()).isEqualTo("a:1");
    assertThat(read.getPayload()).isEqualTo(event.getPayload());
    assertThat(read.getTimestamp()).isEqualTo(LONG_AGO);
    assertThat(read.getSequenceNumber()).isZero();
  }

  @Test
  public void a_stream_is_read_from_any_number_on() {
    store().engine().appendEvents(ofStream("a:1", 0, 1_100));
    store().append(ofStream("b:1", 0));

    for (long from : List.of(0L, 1L, 550L, 1_099L, 1_100L)) {
      assertThat(store().engine().readEvents("a:1", from).asStream().map(DomainEventMessage::getSequenceNumber))
          .containsExactlyElementsOf(IntStream.range((int) from, 1_100).mapToObj(seq -> (long) seq).toList());
    }
    assertThat(store().engine().lastSequenceNumberFor("a:1")).contains(1_099L);
    assertThat(store().engine().lastSequenceNumberFor("none")).isEmpty();
  }

  @Test
  public void a_number_of_a_stream_is_taken_once_and_the_loser_leaves_nothing() {
    DomainEventMessage<?> first = ofStream("a:1", 0);
    DomainEventMessage<?> second = ofStream("a:1", 1);
    store().append(first, second);
    assertThatThrownBy(() -> store().append(ofStream("a:1", 1))).isInstanceOf(ConcurrencyException.class);
    assertThatThrownBy(() -> store().append(ofStream("b:1", 0), ofStream("a:1", 1)))
        .isInstanceOf(RuntimeException.class);
    assertThat(store().recorded()).containsExactly(first.getIdentifier(), second.getIdentifier());
  }

  @Test
  public void of_many_who_take_the_same_number_at_once_one_wins_and_the_others_are_told_why() throws Exception {
    store().append(ofStream("a:1", 0));
    try (Store other = store().another()) {
      for (int seq = 1; seq < 20; seq++) {
        List<DomainEventMessage<?>> rivals = new ArrayList<>();
        for (int i = 0; i < RIVALS; i++) {
          rivals.add(ofStream("a:1", seq));
        }
        List<String> winners = ids(atOnce(i -> tookItsNumber(i % 2 == 0 ? store() : other, rivals.get(i)), rivals));
        assertThat(winners).hasSize(1);
        assertThat(store().engine().readEvents("a:1", seq).asStream().map(DomainEventMessage::getIdentifier))
            .isEqualTo(winners);
      }
    }
  }

  private static boolean tookItsNumber(Store store, DomainEventMessage<?> event) {
    try {
      store.append(event);
      return true;
    } catch (ConcurrencyException another) {
      return false;
    }
  }

  @Test
  public void an_id_is_recorded_once_and_a_second_append_of_it_leaves_nothing() {
    EventMessage<?> event = event();
    store().append(event);
    assertThatThrownBy(() -> store().append(event(), event)).isInstanceOf(RuntimeException.class);
    assertThat(store().recorded()).containsExactly(event.getIdentifier());
  }

  @Test
  public void of_many_who_append_the_same_event_at_once_one_does() throws Exception {
    List<EventMessage<?>> appended = events(20);
    try (Store other = store().another()) {
      for (EventMessage<?> event : appended) {
        List<EventMessage<?>> rivals = new ArrayList<>();
        for (int i = 0; i < RIVALS; i++) {
          rivals.add(event);
        }
        assertThat(atOnce(i -> (i % 2 == 0 ? store() : other).acknowledges(List.of(event)), rivals)).hasSize(1);
      }
    }
    assertThat(store().recorded()).isEqualTo(ids(appended));
  }

  /** Those of the rivals whose attempt succeeds, by their number. */
  private static <T> List<T> atOnce(IntFunction<Boolean> attempt, List<T> rivals) throws Exception {
    List<Callable<Boolean>> attempts = new ArrayList<>();
    for (int i = 0; i < rivals.size(); i++) {
      int rival = i;
      attempts.add(() -> attempt.apply(rival));
    }
    List<T> winners = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> results = threads.invokeAll(attempts);
      for (int i = 0; i < rivals.size(); i++) {
        if (results.get(i).get()) {
          winners.add(rivals.get(i));
        }
      }
    }
    return winners;
  }
}
