package io.anamnesis.eventstore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
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

  /**
   * The events after a position, ascending and dense: up to {@code limit}, and fewer where they are large, as a page ends
   * at 8 MiB. So a short page is no end of the log; an empty one is.
   *
   * @throws IllegalStateException if a position is missing
   */
  List<StoredEvent> read(long after, int limit);

  /**
   * Walks along the log from the event after a position on, up to and with {@code upTo} or to the end of the log: the way
   * to read much of it.
   */
  LogScan scan(long after, long upTo);

  /**
   * Hands each page of a {@link #scan(long, long)} to a consumer.
   *
   * @return the last position handed over; {@code after} if there was none
   */
  default long scan(long after, long upTo, Consumer<? super List<StoredEvent>> pages) throws InterruptedException {
    long reached = after;
    try (LogScan scan = scan(after, upTo)) {
      for (List<StoredEvent> page = scan.next(); !page.isEmpty(); page = scan.next()) {
        pages.accept(page);
        reached = page.getLast().position();
      }
    }
    return reached;
  }

  /**
   * Up to {@code limit} events of the given types after a position, ascending. No index finds them, as each index costs
   * every append: the server goes through the log and passes over what is of other types, 50,000 positions in one call at
   * most, so that no call takes long. To find all, search again after {@link TypeSearch#reached} until that is
   * {@code upTo}, or no further than before.
   *
   * @param types stable names; one at least
   */
  TypeSearch readTypes(Set<String> types, long after, long upTo, int limit);

  /** Up to {@code limit} events of a subject after a position, ascending. */
  List<StoredEvent> readSubject(String subject, long after, int limit);

  /**
   * As {@link #readSubject(String, long, int)}, of the given types alone: what is of other types is passed over by the server,
   * so that who looks for little in a long life is not sent all of it.
   *
   * @param types stable names
   */
  List<StoredEvent> readSubject(String subject, Set<String> types, long after, int limit);

  /** Up to {@code limit} events of a subject before a position, newest first. */
  List<StoredEvent> readSubjectBackward(String subject, long before, int limit);

  /**
   * Up to {@code limit} events of a subject in the order in which they occurred, of those at one instant the lower position
   * first. No index gives that order, as each index costs every append: all of the life is gone through for each call, so that
   * one large page is better than many small ones.
   *
   * @param after where the page before ended
   * @param upTo the last position that is heeded
   */
  List<StoredEvent> readSubjectAsOccurred(String subject, Occurrence after, long upTo, int limit);

  /** Up to {@code limit} events of a stream from a sequence number on, ascending. */
  List<StoredEvent> readStream(String stream, long fromSeq, int limit);

  /** All of a stream that is short enough to be held, from its first event on. */
  default List<StoredEvent> readStream(String stream) {
    int most = 500;
    List<StoredEvent> all = new ArrayList<>();
    List<StoredEvent> page = readStream(stream, 0, most);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = readStream(stream, all.size(), most);
    }
    return all;
  }

  /** The last sequence number of a stream; empty for a stream that does not exist. */
  Optional<Long> lastSeq(String stream);

  Optional<StoredEvent> find(UUID eventId);

  /** Those of the given ids that are in the log. */
  List<StoredEvent> find(Collection<UUID> eventIds);

  /** Whether anything was recorded about the subject, at or before the instant where one is given. */
  boolean knows(String subject, @Nullable Instant asOf);

  /** Those of the subjects about whom anything was recorded. */
  Set<String> known(Collection<String> subjects);

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
