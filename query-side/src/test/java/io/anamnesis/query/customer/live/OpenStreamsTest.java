package io.anamnesis.query.customer.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.query.customer.live.OpenStream.Wait;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is rung, on a real log. */
class OpenStreamsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration A_WHILE = Duration.ofMillis(700);
  private static final int MOST = 2;

  private HikariDataSource database;
  private PostgresEventLog log;
  private OpenStreams streams;
  private final List<OpenStream> entered = new ArrayList<>();

  @BeforeEach
  void open() {
    database = TestPostgres.shared().freshDatabase();
    log = PostgresEventLog.open(LogConfiguration.of(database));
    streams = new OpenStreams(log, new LogTail(log, new EventDecoder(EventCatalogue.standard())), MOST);
  }

  @AfterEach
  void close() {
    entered.forEach(OpenStream::close);
    streams.stop();
    log.close();
    database.close();
  }

  /** Until the test ends, at the latest. */
  private OpenStream entered(String customer) {
    OpenStream stream = streams.open(customer, LONG);
    entered.add(stream);
    return stream;
  }

  private void record(String customer) {
    log.append(Append.of(new NewEvent(UUID.randomUUID(), null, null, customer, "signin.made", 1,
        Instant.parse("2026-03-01T00:00:00Z"), "{}", EventDecoder.encode(Metadata.NONE))));
  }

  /** Until nothing rings any more of what was before. */
  private static void settle(OpenStream stream) throws InterruptedException {
    while (stream.await(A_WHILE) == Wait.RUNG) {
      // There may be more.
    }
  }

  @Test
  void whoever_is_recorded_about_is_rung_and_nobody_else() throws InterruptedException {
    streams.start();
    OpenStream one = entered("C-1");
    OpenStream other = entered("C-2");
    settle(one);
    settle(other);

    record("C-1");

    assertThat(one.await(SOON)).isEqualTo(Wait.RUNG);
    assertThat(other.await(A_WHILE)).isEqualTo(Wait.QUIET);
  }

  @Test
  void what_is_recorded_after_a_stream_was_entered_and_before_the_follower_began_rings() throws InterruptedException {
    OpenStream stream = entered("C-1");
    record("C-1");

    streams.start();

    assertThat(stream.await(SOON)).isEqualTo(Wait.RUNG);
  }

  @Test
  void it_goes_on_after_a_time_without_any_stream() throws InterruptedException {
    streams.start();
    for (int i = 0; i < 3; i++) {
      try (OpenStream stream = streams.open("C-1", LONG)) {
        settle(stream);
        record("C-1");
        assertThat(stream.await(SOON)).isEqualTo(Wait.RUNG);
      }
      record("C-1");
    }
  }

  @Test
  void no_more_than_may_be_are_open_and_who_leaves_makes_room() {
    streams.start();
    OpenStream first = entered("C-1");
    entered("C-1");
    assertThatThrownBy(() -> streams.open("C-2", LONG)).isInstanceOfSatisfying(ProblemException.class, refused -> {
      assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
      assertThat(refused.problem().headers()).containsKey("Retry-After");
    });

    entered.remove(first);
    first.close();

    assertThat(entered("C-2").isOver()).isFalse();
  }

  @Test
  void at_the_end_all_are_over_and_none_is_opened_any_more() throws InterruptedException {
    streams.start();
    OpenStream stream = entered("C-1");
    Thread.startVirtualThread(() -> {
      streams.stop();
    });

    settle(stream);
    assertThat(stream.isOver()).isTrue();
    entered.remove(stream);
    stream.close();
    assertThatThrownBy(() -> streams.open("C-1", LONG)).isInstanceOf(ProblemException.class);
  }
}
