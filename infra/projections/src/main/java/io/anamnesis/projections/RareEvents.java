package io.anamnesis.projections;

import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Events of a few seldom types, each handed over once, in the order of the log: how a process learns what was decided
 * anywhere, without a view. Thread-safe.
 */
public final class RareEvents {
  /** Further behind, the server searches the log; closer, the pages that followers share are looked through. */
  private static final long NEAR = 5_000;
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final LogTail tail;
  private final EventDecoder decoder;
  private final Set<String> types;
  private final Consumer<? super Recorded> learn;
  private long position;

  /**
   * @param tail the one of the process
   * @param types stable names
   * @param learn where it fails, the same event comes again with the next {@link #catchUp}
   */
  public RareEvents(EventLog log, LogTail tail, EventDecoder decoder, Set<String> types,
      Consumer<? super Recorded> learn) {
    this.log = log;
    this.tail = tail;
    this.decoder = decoder;
    this.types = Set.copyOf(types);
    this.learn = learn;
  }

  /** Hands over whatever is in the log now and was not yet. */
  public void catchUp() {
    catchUp(log.head());
  }

  /** Hands over what lies up to a position, at least, and was not yet. */
  synchronized void catchUp(long upTo) {
    long before = -1;
    while (position < upTo && position > before) {
      before = position;
      if (upTo - position > NEAR) {
        search();
      } else {
        lookThrough();
      }
    }
  }

  /** Up to here all were handed over. */
  synchronized long position() {
    return position;
  }

  /** To the end at once: who follows the log from far behind does not wait for it again with each page. */
  private void search() {
    TypeSearch found = log.readTypes(types, position, log.head(), PAGE);
    for (StoredEvent event : found.events()) {
      learn.accept(decoder.decode(event));
      position = event.position();
    }
    position = Math.max(position, found.reached());
  }

  private void lookThrough() {
    List<LoggedEvent> page = tail.read(position, PAGE);
    for (LoggedEvent event : page) {
      if (types.contains(event.type())) {
        learn.accept(event.recorded());
      }
      position = event.position();
    }
  }
}
