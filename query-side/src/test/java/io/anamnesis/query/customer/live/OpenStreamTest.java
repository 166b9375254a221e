package io.anamnesis.query.customer.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.query.customer.live.OpenStream.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How a stream waits. */
class OpenStreamTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);

  private static OpenStream open(Duration life) {
    return new OpenStream(life, left -> {});
  }

  @Test
  void what_it_was_rung_for_before_it_waits_is_not_lost_and_counts_once() throws InterruptedException {
    OpenStream stream = open(LONG);
    stream.ring();
    stream.ring();

    assertThat(stream.await(LONG)).isEqualTo(Wait.RUNG);
    assertThat(stream.await(SHORT)).isEqualTo(Wait.QUIET);
  }

  @Test
  void it_is_over_when_its_time_is_however_long_the_wait_was_to_be() throws InterruptedException {
    OpenStream stream = open(SHORT);

    assertThat(stream.await(LONG)).isEqualTo(Wait.OVER);
    assertThat(stream.isOver()).isTrue();
  }

  @Test
  void it_is_over_when_the_process_ends_whoever_waits() throws InterruptedException {
    OpenStream stream = open(LONG);
    Thread.startVirtualThread(stream::end);

    assertThat(stream.await(LONG)).isEqualTo(Wait.OVER);
  }

  @Test
  void a_token_that_is_good_no_more_opens_nothing() throws InterruptedException {
    OpenStream stream = open(Duration.ofSeconds(-5));

    assertThat(stream.isOver()).isTrue();
    assertThat(stream.await(LONG)).isEqualTo(Wait.OVER);
  }
}
