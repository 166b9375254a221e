package io.anamnesis.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The log: every event at a dense position 1, 2, 3 …, visible in that order. It has one entry, {@link #append}, and
 * readers that never skip.
 */
public interface EventLog {

  /**
   * Appends each {@link Append} whole or not at all, in the order given; returns when their fate is durable. A conflict
   * or a duplicate fails that append alone. Callers waiting at the same moment share one transaction.
   *
   * @return an outcome per append, in the same order
   * @throws LogOverloaded if the queue before the writer is full; nothing was appended
   */
  List<Outcome> append(List<Append> appends);

  default Outcome append(Append append) {
    return append(List.of(append)).getFirst();
  }

  /** Up to {@code limit} events after a position, ascending and dense. */
  List<StoredEvent> read(long after, int limit);

  /** Up to {@code limit} events of a subject after a position, ascending. */
  List<StoredEvent> readSubject(String subject, long after, int limit);

  /** Up to {@code limit} events of a subject before a position, newest first. */
  List<StoredEvent> readSubjectBackward(String subject, long before, int limit);

  /** Up to {@code limit} events of a stream from a sequence number on, ascending. */
  List<StoredEvent> readStream(String stream, long fromSeq, int limit);

  /** The last sequence number of a stream; empty for a stream that does not exist. */
  Optional<Long> lastSeq(String stream);

  Optional<StoredEvent> find(UUID eventId);

  /** Those of the given ids that are in the log. */
  List<StoredEvent> find(Collection<UUID> eventIds);

  /** Whether anything was recorded about the subject, at or before the instant where one is given. */
  boolean knows(String subject, @Nullable Instant asOf);

  /** The last position; 0 for an empty log. */
  long head();

  /** The last position recorded at or before the instant; 0 if there is none. */
  long headAt(Instant instant);

  /**
   * Makes an {@code asOf} read repeatable: returns only when no later append can be recorded at or before the instant, by
   * passing the writers' lock once, shared, where the instant is newer than the last event.
   *
   * @return false if the instant lies in the future of the database's clock
   */
  boolean settle(Instant asOf);

  /**
   * Calls back, on a thread of the log's, whenever events may have arrived (a local append, a notification of another
   * process). A hint only: a missed one costs the listener a poll, never an event. Must not block.
   */
  AutoCloseable onAppend(Runnable listener);
}
