package io.anamnesis.eventstore.axon;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * The log as Axon's event storage. An aggregate's identifier is its stream; a tracking token is a position. What a
 * unit of work publishes is one append: all of it is recorded, or nothing.
 */
public final class LogStorageEngine implements EventStorageEngine {
  private static final int PAGE = 500;

  private final EventLog log;
  private final EventMessages messages;
  private final UnaryOperator<NewEvent> binding;
  private final SnapshotStore snapshots;

  /** @param binding what becomes of an event on its way into the log */
  public LogStorageEngine(EventLog log, EventCatalogue catalogue, SnapshotStore snapshots,
      UnaryOperator<NewEvent> binding) {
    this.log = log;
    this.binding = binding;
    this.messages = new EventMessages(catalogue);
    this.snapshots = snapshots;
  }

  /**
   * Appends; durable when it returns.
   *
   * @throws AlreadyDecided if an event id is in the log; nothing was appended
   * @throws ConcurrencyException if a stream has moved on; nothing was appended, the aggregate may be loaded again
   * @throws OutcomeUnknown if it could not be found out
   */
  @Override
  public void appendEvents(List<? extends EventMessage<?>> events) {
    if (events.isEmpty()) {
      return;
    }
    switch (log.append(new Append(events.stream().map(messages::toLog).map(binding).toList()))) {
      case Outcome.Appended appended -> {
        // Nothing to tell: Axon knows its events already.
      }
      case Outcome.Duplicate(StoredEvent existing) -> throw new AlreadyDecided(existing);
      case Outcome.Conflict(String stream, long expected) ->
        throw new ConcurrencyException("stream " + stream + " has moved on: its next event is number " + expected);
      case Outcome.Unknown(Throwable cause) -> throw new OutcomeUnknown(cause);
    }
  }

  @Override
  public void storeSnapshot(DomainEventMessage<?> snapshot) {
    snapshots.store(snapshot);
  }

  /** What is in the log now, page by page as it is consumed; never blocks for more. */
  @Override
  public Stream<? extends TrackedEventMessage<?>> readEvents(@Nullable TrackingToken trackingToken, boolean mayBlock) {
    return pages(LogTokens.position(trackingToken)).flatMap(List::stream).map(messages::tracked);
  }

  @Override
  public DomainEventStream readEvents(String aggregateIdentifier, long firstSequenceNumber) {
    return DomainEventStream
        .of(paged(firstSequenceNumber - 1, after -> log.readStream(aggregateIdentifier, after + 1, PAGE),
            LogStorageEngine::seq).map(messages::ofStream));
  }

  @Override
  public Optional<DomainEventMessage<?>> readSnapshot(String aggregateIdentifier) {
    return snapshots.newest(aggregateIdentifier);
  }

  @Override
  public Optional<Long> lastSequenceNumberFor(String aggregateIdentifier) {
    return log.lastSeq(aggregateIdentifier);
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

  private static long seq(StoredEvent event) {
    Long seq = event.seq();
    if (seq == null) {
      throw new IllegalArgumentException("the event at position " + event.position() + " belongs to no stream");
    }
    return seq;
  }

  /** A short page is not the last, as large events make pages short. */
  private Stream<List<StoredEvent>> pages(long after) {
    return Stream.iterate(log.read(after, PAGE), page -> !page.isEmpty(),
        page -> log.read(page.getLast().position(), PAGE));
  }

  /** Reads a page when the one before is used up; a short page is the last. */
  private static Stream<StoredEvent> paged(long after, LongFunction<List<StoredEvent>> read,
      ToLongFunction<StoredEvent> key) {
    return Stream.iterate(read.apply(after), page -> !page.isEmpty(),
        page -> page.size() < PAGE ? List.of() : read.apply(key.applyAsLong(page.getLast()))).flatMap(List::stream);
  }
}
