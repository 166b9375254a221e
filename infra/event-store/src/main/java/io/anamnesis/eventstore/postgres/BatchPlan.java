package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Decides the appends of a batch one after the other, as if each were alone: what an earlier one of the batch takes (an
 * event id, a number of a stream) is taken for a later one. Pure; its facts were read under the writers' lock.
 */
final class BatchPlan {
  private final long headBefore;
  private final Instant recordedAt;
  private final Attempts earlier;
  private final Map<UUID, StoredEvent> inLog;
  private final Map<UUID, StoredEvent> known;
  private final Map<String, Long> lastSeqs;
  private final Map<String, Long> taken = new HashMap<>();
  private final Set<UUID> madeEarlier = new HashSet<>();
  private final List<NewEvent> survivors = new ArrayList<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long head;

  /**
   * @param head last position of the log
   * @param recordedAt of what this batch will append
   * @param inLog events of the log with an id of the batch, by id
   * @param lastSeqs last number of each stream of the batch that exists
   * @param earlier what earlier attempts at the same batch may have committed
   */
  BatchPlan(long head, Instant recordedAt, Map<UUID, StoredEvent> inLog, Map<String, Long> lastSeqs,
      Attempts earlier) {
    this.headBefore = head;
    this.head = head;
    this.recordedAt = recordedAt;
    this.inLog = inLog;
    this.known = new HashMap<>(inLog);
    this.lastSeqs = lastSeqs;
    this.earlier = earlier;
  }

  BatchPlan decide(List<Append> appends) {
    appends.forEach(append -> outcomes.add(decide(append)));
    return this;
  }

  /** One per append, in order. */
  List<Outcome> outcomes() {
    return outcomes;
  }

  /** The last position of the log before the batch. */
  long headBefore() {
    return headBefore;
  }

  Instant recordedAt() {
    return recordedAt;
  }

  /** What is to be inserted, from the position after {@link #headBefore} on. */
  List<NewEvent> survivors() {
    return survivors;
  }

  private Outcome decide(Append append) {
    OptionalLong made = earlier.made(append, inLog);
    // An earlier attempt made it once: the same again in this batch is a duplicate of it.
    if (made.isPresent() && madeEarlier.add(append.events().getFirst().eventId())) {
      return new Outcome.Appended(made.getAsLong(), made.getAsLong() + append.events().size() - 1);
    }
    for (NewEvent event : append.events()) {
      StoredEvent existing = known.get(event.eventId());
      if (existing != null) {
        return new Outcome.Duplicate(existing);
      }
    }
    return refusedByStream(append).orElseGet(() -> number(append));
  }

  private Optional<Outcome> refusedByStream(Append append) {
    Map<String, Long> ofThisAppend = new HashMap<>();
    for (NewEvent event : append.events()) {
      if (event.stream() != null && event.seq() != null) {
        Long before = ofThisAppend.get(event.stream());
        long next = (before == null ? lastSeq(event.stream()) : before) + 1;
        if (event.seq() != next) {
          return Optional.of(new Outcome.Conflict(event.stream(), next));
        }
        ofThisAppend.put(event.stream(), next);
      }
    }
    taken.putAll(ofThisAppend);
    return Optional.empty();
  }

  private long lastSeq(String stream) {
    Long last = taken.containsKey(stream) ? taken.get(stream) : lastSeqs.get(stream);
    return last == null ? -1 : last;
  }

  private Outcome number(Append append) {
    long first = head + 1;
    append.events().forEach(this::number);
    return new Outcome.Appended(first, head);
  }

  private void number(NewEvent event) {
    head++;
    StoredEvent stored = new StoredEvent(head, event.eventId(), event.stream(), event.seq(), event.subject(),
        event.type(), event.revision(), event.occurredAt(), recordedAt, event.payload(), event.metadata());
    known.put(event.eventId(), stored);
    survivors.add(event);
  }
}
