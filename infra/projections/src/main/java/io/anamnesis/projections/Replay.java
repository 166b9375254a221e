package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subject's life, event by event in the log's order, folded on the way: the one way in which a past is folded. It reads
 * the log page by page as it is asked for more, so that memory stays flat at any length. For one thread.
 */
public final class Replay<S> {
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Projection<S, ?> projection;
  private final Subscription declared;
  private final long last;
  private final @Nullable Instant effectiveAt;
  private Iterator<StoredEvent> page = Collections.emptyIterator();
  private long read;
  private boolean ended;
  private Folded<S> reached;

  /** What becomes of one event. */
  public sealed interface Step<S> {
    StoredEvent event();

    /** The state that the event met. */
    Folded<S> before();
  }

  /** It was folded. */
  public record Taken<S>(Folded<S> before, StoredEvent event, Recorded recorded, Folded<S> after)
      implements
        Step<S> {}

  /** It is not the projection's business: the state stays. */
  public record Passed<S>(Folded<S> before, StoredEvent event) implements Step<S> {}

  /** It cannot be decoded or folded: nothing follows. */
  public record Stuck<S>(Folded<S> before, StoredEvent event, Throwable cause) implements Step<S> {}

  /**
   * @param last the last position to go to
   * @param effectiveAt leaves out what occurred after it
   */
  Replay(EventLog log, EventDecoder decoder, Projection<S, ?> projection, String subject, long last,
      @Nullable Instant effectiveAt) {
    this.log = log;
    this.decoder = decoder;
    this.projection = projection;
    this.declared = EventCatalogue.standard().declares(projection.events());
    this.last = last;
    this.effectiveAt = effectiveAt;
    this.reached = new Folded<>(subject, projection.initial(), 0);
  }

  /** The state after all steps so far. */
  public Folded<S> reached() {
    return reached;
  }

  /**
   * The next event of the life; empty at its end.
   *
   * @throws UnknownRevision at an event of a declared type that is newer than this build
   */
  public Optional<Step<S>> next() {
    for (StoredEvent event = nextEvent(); event != null; event = nextEvent()) {
      if (hasOccurred(event)) {
        return Optional.of(declared.test(event.type()) ? fold(event) : new Passed<>(reached, event));
      }
    }
    return Optional.empty();
  }

  private Step<S> fold(StoredEvent event) {
    Folded<S> before = reached;
    try {
      Recorded recorded = decoder.decode(event);
      reached = new Folded<>(before.subject(), projection.fold(before.state(), recorded), event.position());
      return new Taken<>(before, event, recorded, reached);
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError | AssertionError poison) {
      end();
      return new Stuck<>(before, event, poison);
    }
  }

  private @Nullable StoredEvent nextEvent() {
    if (!page.hasNext() && !ended && read < last) {
      List<StoredEvent> events = log.readSubject(reached.subject(), read, PAGE);
      page = events.iterator();
      ended = events.size() < PAGE;
    }
    if (!page.hasNext()) {
      return null;
    }
    StoredEvent event = page.next();
    if (event.position() > last) {
      end();
      return null;
    }
    read = event.position();
    return event;
  }

  private void end() {
    page = Collections.emptyIterator();
    ended = true;
  }

  private boolean hasOccurred(StoredEvent event) {
    return effectiveAt == null || !event.occurredAt().isAfter(effectiveAt);
  }
}
