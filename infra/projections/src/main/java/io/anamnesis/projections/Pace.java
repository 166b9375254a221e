package io.anamnesis.projections;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Events passed per second, over the last few seconds of work. */
final class Pace {
  private static final double WINDOW_SECONDS = 5;

  private double events;
  private double seconds;

  synchronized void passed(long count, long nanos) {
    double took = nanos / 1e9;
    double kept = Math.exp(-took / WINDOW_SECONDS);
    events = events * kept + count;
    seconds = seconds * kept + took;
  }

  synchronized double perSecond() {
    return seconds <= 0 ? 0 : events / seconds;
  }

  synchronized @Nullable Duration timeFor(long count) {
    double rate = perSecond();
    return rate <= 0 ? null : Duration.ofMillis((long) (count / rate * 1000));
  }
}
