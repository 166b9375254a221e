package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subject's life, event by event in the log's order, folded on the way: what was known after each. At a correction all of
 * the life before it is folded anew. It reads the log page by page as it is asked for more, so that memory stays flat at any
 * length. For one thread.
 */
public final class Replay<S> implements Steps<S> {
  private static final int PAGE = 1_000;

  private final LogTail log;
  private final Folding<S> folding;
  private final long last;
  private final @Nullable Instant effectiveAt;
  private Iterator<LoggedEvent> page = Collections.emptyIterator();
  private long read;
  private boolean ended;
  private Folded<S> reached;

  /** What becomes of one event. */
  public sealed interface Step<S> {
    StoredEvent event();

    /** The state that the event met. */
    Folded<S> before();
  }

  /**
   * It was folded; of a correction or a withdrawal: the fact that it is about says something else now, in its own place, or
   * is gone.
   */
  public record Taken<S>(Folded<S> before, StoredEvent event, Folded<S> after) implements Step<S> {}

  /** It is not the projection's business, or was given up: the state stays. */
  public record Passed<S>(Folded<S> before, StoredEvent event) implements Step<S> {}

  /** It cannot be decoded or folded: nothing follows. */
  public record Stuck<S>(Folded<S> before, StoredEvent event, Throwable cause) implements Step<S> {}

  /**
   * @param last the last position to go to
   * @param effectiveAt leaves out what occurred after it
   */
  Replay(LogTail log, Folding<S> folding, String subject, long last, @Nullable Instant effectiveAt) {
    this.log = log;
    this.folding = folding;
    this.last = last;
    this.effectiveAt = effectiveAt;
    this.reached = new Folded<>(subject, folding.projection().initial(), 0);
    folding.skipped().refresh(log);
  }

  /** The state after all steps so far. */
  public Folded<S> reached() {
    return reached;
  }

  @Override
  public Optional<Step<S>> next() {
    for (LoggedEvent event = nextEvent(); event != null; event = nextEvent()) {
      if (folding.restates(event)) {
        return Optional.of(foldAnew(event));
      }
      if (hasOccurred(event)) {
        return Optional.of(folding.concerns(event) ? fold(event) : new Passed<>(reached, event.stored()));
      }
    }
    return Optional.empty();
  }

  private Step<S> fold(LoggedEvent event) {
    Folded<S> before = reached;
    try {
      reached = new Folded<>(before.subject(), folding.fold(before.state(), event.recorded()), event.position());
      return new Taken<>(before, event.stored(), reached);
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError | AssertionError poison) {
      end();
      return new Stuck<>(before, event.stored(), poison);
    }
  }

  private Step<S> foldAnew(LoggedEvent statement) {
    Folded<S> before = reached;
    KnownLife.Told<Telling<S, Telling.Lines>> told =
        folding.life(log, before.subject(), statement.position(), effectiveAt)
            .fold(() -> new Telling<>(folding, before.subject(), Telling.Lines.NONE), Telling::take);
    Throwable failure = told.folded().failure();
    if (failure != null) {
      end();
      return new Stuck<>(before, statement.stored(), failure);
    }
    reached = told.folded().end(told.restated());
    return new Taken<>(before, statement.stored(), reached);
  }

  private @Nullable LoggedEvent nextEvent() {
    if (!page.hasNext() && !ended && read < last) {
      List<LoggedEvent> events = log.readSubject(reached.subject(), read, PAGE);
      page = events.iterator();
      ended = events.size() < PAGE;
    }
    if (!page.hasNext()) {
      return null;
    }
    LoggedEvent event = page.next();
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

  private boolean hasOccurred(LoggedEvent event) {
    return effectiveAt == null || !event.stored().occurredAt().isAfter(effectiveAt);
  }
}
