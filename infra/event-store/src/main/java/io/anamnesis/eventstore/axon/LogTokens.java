package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.EventLog;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/** Positions of the log as Axon's tracking tokens. */
final class LogTokens {
  /** The log's clock ticks in microseconds. */
  private static final Duration TICK = Duration.ofNanos(1_000);

  private LogTokens() {}

  static TrackingToken at(long position) {
    return new GlobalSequenceTrackingToken(position);
  }

  /** From there on follows the whole log. */
  static TrackingToken tail() {
    return at(0);
  }

  /** From there on follows what is still to come. */
  static TrackingToken head(EventLog log) {
    return at(log.head());
  }

  /** From there on follows what was recorded at the instant or later. */
  static TrackingToken since(EventLog log, Instant instant) {
    return at(log.headAt(instant.minus(TICK)));
  }

  /** @throws IllegalArgumentException if the token is none of this log */
  static long position(@Nullable TrackingToken token) {
    return switch (token instanceof WrappedToken wrapped ? wrapped.lowerBound() : token) {
      case null -> 0;
      case GlobalSequenceTrackingToken position -> position.getGlobalIndex();
      // One of another store may have a position, too, which means something else.
      case TrackingToken other -> throw new IllegalArgumentException("a token of this log is a position: " + other);
    };
  }
}
