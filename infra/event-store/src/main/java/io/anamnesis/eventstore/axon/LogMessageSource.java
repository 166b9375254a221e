package io.anamnesis.eventstore.axon;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log as a source for Axon's streaming event processors. The streams of Axon's own event store cannot say that events
 * have come, so that an idle processor asks every 500 ms; those of this source can, and wake it. A token is a position.
 *
 * <p>
 * All streams of a source share what they read and decode, and share it with the followers of the same {@link LogTail}.
 */
public final class LogMessageSource implements StreamableMessageSource<TrackedEventMessage<?>> {
  private final EventLog log;
  private final LogTail tail;

  /** @param tail of the same log */
  public LogMessageSource(EventLog log, LogTail tail) {
    this.log = log;
    this.tail = tail;
  }

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken trackingToken) {
    return LogMessageStream.open(log, tail, LogTokens.position(trackingToken));
  }

  @Override
  public TrackingToken createTailToken() {
    return LogTokens.tail();
  }

  @Override
  public TrackingToken createHeadToken() {
    return LogTokens.head(log);
  }

  @Override
  public TrackingToken createTokenAt(Instant dateTime) {
    return LogTokens.since(log, dateTime);
  }
}
