package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.event;
import static io.anamnesis.eventstore.conformance.Messages.events;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static io.anamnesis.eventstore.conformance.Messages.ofStream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.junit.jupiter.api.Test;

/** What is told of an append is true and a repeat is safe, wherever the line between writer and server breaks. */
public abstract class BrokenLinesSuite extends StoreSuite {
  private static final Duration IMPATIENT = Duration.ofSeconds(2);
  private static final Duration LONG_PAST_ANY_TIMEOUT = IMPATIENT.multipliedBy(6);

  @Test
  public void an_append_whose_answer_is_lost_after_its_commit_is_there_once_also_when_repeated() throws Exception {
    try (Line line = Line.to(store().database().getJdbcUrl());
        Store broken = Store.open(engine(), line.url(), Store.PATIENT)) {
      EventMessage<?> before = event();
      broken.append(before);
      List<EventMessage<?>> cutOff = List.of(event(), event(), ofStream("a:1", 0));
      line.cutAnswerWhen(() -> isRecorded(cutOff.getFirst()));

      broken.acknowledges(cutOff);
      assertThat(store().recorded()).isEqualTo(ids(List.of(before, cutOff.get(0), cutOff.get(1), cutOff.get(2))));
      broken.acknowledges(cutOff);
      assertThat(store().recorded()).hasSize(4);

      EventMessage<?> after = event();
      broken.append(after);
      assertThat(store().recorded()).hasSize(5).endsWith(after.getIdentifier());
    }
  }

  /** Asked past the broken line, and past the engine. */
  private boolean isRecorded(EventMessage<?> event) {
    String sql = "select exists (select from %s where %s::text = ?)".formatted(store().kind().table(),
        store().kind().idColumn());
    try (Connection connection = store().database().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, event.getIdentifier());
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  public void an_append_that_is_cut_off_on_its_way_is_not_acknowledged_before_it_is_there() throws Exception {
    try (Line line = Line.to(store().database().getJdbcUrl());
        Store broken = Store.open(engine(), line.url(), Store.PATIENT)) {
      List<EventMessage<?>> cutOff = events(100);
      Line.Hold held = line.holdRequestsAfter(2_000);
      CompletableFuture<Boolean> acknowledged =
          CompletableFuture.supplyAsync(() -> broken.acknowledges(cutOff), Thread::startVirtualThread);
      assertThat(held.isReachedWithin(5)).isTrue();
      line.goDown();
      held.letGo();

      assertThat(acknowledged.get(60, TimeUnit.SECONDS)).isFalse();
      assertThat(store().recorded()).isEmpty();

      line.comeUp();
      await().atMost(Duration.ofSeconds(20)).until(() -> broken.acknowledges(cutOff));
      assertThat(store().recorded()).isEqualTo(ids(cutOff));
    }
  }

  /**
   * Frozen at several places of its request: before it may have done anything, when it may hold whatever it takes for an
   * append, and in the middle of its data.
   */
  @Test
  public void a_frozen_writer_stops_the_others_no_longer_than_its_timeout_and_wakes_to_the_truth() throws Exception {
    try (Line line = Line.to(store().database().getJdbcUrl());
        WritingProcess freezing = WritingProcess.start(engine(), line.url(), IMPATIENT);
        Store other = Store.open(engine(), store().database().getJdbcUrl(), IMPATIENT)) {
      // Warm: what is prepared once is sent in short from now on.
      for (int i = 0; i < 8; i++) {
        List<EventMessage<?>> warming = events(100);
        assertThat(freezing.append(warming).get(30, TimeUnit.SECONDS)).isTrue();
        assertThat(store().recorded()).endsWith(ids(warming).getLast());
      }
      for (int sent : List.of(50, 400, 6_000)) {
        assertThatItFreezesAndWakes(freezing, line, sent, other);
      }
      assertThat(store().recorded()).doesNotHaveDuplicates();
    }
  }

  private void assertThatItFreezesAndWakes(WritingProcess freezing, Line line, int bytesSent, Store other)
      throws Exception {
    List<EventMessage<?>> frozen = events(100);
    Line.Hold held = line.holdRequestsAfter(bytesSent);
    CompletableFuture<Boolean> told = freezing.append(frozen);
    assertThat(held.isReachedWithin(10)).isTrue();
    freezing.freeze();
    EventMessage<?> goingOn = event();
    await().atMost(LONG_PAST_ANY_TIMEOUT).until(() -> {
      other.acknowledges(List.of(goingOn));
      return store().recorded().contains(goingOn.getIdentifier());
    });
    TimeUnit.MILLISECONDS.sleep(IMPATIENT.toMillis());
    freezing.wake();
    held.letGo();

    boolean acknowledged = told.get(60, TimeUnit.SECONDS);
    List<String> recorded = store().recorded();
    recorded.retainAll(ids(frozen));
    assertThat(recorded.size()).as("recorded of what froze after %d bytes", bytesSent)
        .isIn(acknowledged ? List.of(frozen.size()) : List.of(0, frozen.size()));
    freezing.append(frozen).get(60, TimeUnit.SECONDS);
    assertThat(store().recorded()).containsOnlyOnceElementsOf(ids(frozen));
  }
}
