package io.anamnesis.eventstore.conformance;

import static io.anamnesis.eventstore.conformance.Messages.event;
import static io.anamnesis.eventstore.conformance.Messages.eventAt;
import static io.anamnesis.eventstore.conformance.Messages.events;
import static io.anamnesis.eventstore.conformance.Messages.ids;
import static io.anamnesis.eventstore.conformance.Messages.ofStream;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tokens, tail and head, and pages that no reader notices. */
public abstract class FollowingSuite extends StoreSuite {
  /** On both sides of what engines may have for a page. */
  private static final List<Integer> LENGTHS = List.of(0, 1, 2, 99, 100, 101, 199, 200, 201, 499, 500, 501, 999, 1_000,
      1_001, 1_023, 1_024, 1_025);

  @Test
  public void a_log_of_any_length_is_read_whole() {
    List<String> appended = new ArrayList<>();
    for (int length : LENGTHS) {
      if (length > appended.size()) {
        List<EventMessage<?>> more = events(length - appended.size());
        store().engine().appendEvents(more);
        appended.addAll(ids(more));
      }
      assertThat(store().recorded()).isEqualTo(appended).hasSize(length);
    }
  }

  @Test
  public void a_stream_of_any_length_is_read_whole() {
    int appended = 0;
    for (int length : LENGTHS) {
      if (length > appended) {
        store().engine().appendEvents(ofStream("a:1", appended, length));
        store().append(event());
        appended = length;
      }
      assertThat(store().engine().readEvents("a:1").asStream().map(DomainEventMessage::getSequenceNumber))
          .containsExactlyElementsOf(LongStream.range(0, length).boxed().toList());
    }
  }

  @Test
  public void a_token_resumes_after_its_event_wherever_it_stands_in_a_page() {
    List<EventMessage<?>> events = events(700);
    store().engine().appendEvents(events);
    try (Store reopened = store().another()) {
      for (int read : List.of(1, 99, 100, 101, 421, 499, 500, 501, 699, 700)) {
        TrackingToken token = store().engine().readEvents(null, false).skip(read - 1).findFirst()
            .map(TrackedEventMessage::trackingToken).orElseThrow();
        assertThat(after(reopened, token)).isEqualTo(ids(events.subList(read, 700)));
      }
    }
  }

  @Test
  public void the_tail_is_before_all_events_and_the_head_behind_them() {
    EventMessage<?> before = event();
    EventMessage<?> after = event();
    store().append(before);
    TrackingToken head = store().engine().createHeadToken();
    store().append(after);

    assertThat(after(store(), store().engine().createTailToken())).isEqualTo(ids(List.of(before, after)));
    assertThat(after(store(), head)).isEqualTo(ids(List.of(after)));
  }

  @Test
  public void who_stands_at_an_end_of_an_empty_log_misses_nothing() {
    TrackingToken tail = store().engine().createTailToken();
    TrackingToken head = store().engine().createHeadToken();
    assertThat(after(store(), tail)).isEmpty();
    EventMessage<?> first = event();
    store().append(first);

    assertThat(after(store(), tail)).isEqualTo(ids(List.of(first)));
    assertThat(after(store(), head)).isEqualTo(ids(List.of(first)));
  }

  /** An engine may go by its own time or by the event's. So here they are the same. */
  @Test
  public void a_token_at_an_instant_is_followed_by_what_came_then_or_later() throws SQLException {
    Instant start = now();
    EventMessage<?> early = eventAt(now());
    store().append(early);
    Instant between = now();
    EventMessage<?> late = eventAt(now());
    store().append(late);

    assertThat(after(store(), store().engine().createTokenAt(start))).isEqualTo(ids(List.of(early, late)));
    assertThat(after(store(), store().engine().createTokenAt(between))).isEqualTo(ids(List.of(late)));
    TrackingToken end = store().engine().createTokenAt(now());
    EventMessage<?> last = eventAt(now());
    store().append(last);
    // Axon lets an engine say with null that there is nothing yet.
    assertThat(end == null ? ids(List.of(last)) : after(store(), end)).isEqualTo(ids(List.of(last)));
  }

  /** By the server's clock, some milliseconds apart. */
  private Instant now() throws SQLException {
    try (Connection connection = store().database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet clock = statement.executeQuery("select clock_timestamp() from pg_sleep(0.005)")) {
      clock.next();
      return clock.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  private static List<String> after(Store store, @Nullable TrackingToken token) {
    return store.engine().readEvents(token, false).<String>map(TrackedEventMessage::getIdentifier).toList();
  }
}
