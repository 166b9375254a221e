package io.anamnesis.command.loyalty.check;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a check has come. A large log is read several times over, so that memory stays bounded; then {@code of} is a
 * multiple of its length.
 *
 * @param read events read so far
 * @param of events to read
 * @param rate events a second so far
 * @param eta seconds until it is done, at that rate; null while nothing is read
 */
public record RederivationProgress(long read, long of, long rate, @Nullable Long eta) {
  static final RederivationProgress NONE = new RederivationProgress(0, 0, 0, null);

  static RederivationProgress of(long read, long of, long nanos) {
    if (read == 0 || nanos <= 0) {
      return new RederivationProgress(read, of, 0, null);
    }
    double second = (double) read / nanos * Duration.ofSeconds(1).toNanos();
    return new RederivationProgress(read, of, Math.round(second), (long) Math.ceil((of - read) / second));
  }
}
