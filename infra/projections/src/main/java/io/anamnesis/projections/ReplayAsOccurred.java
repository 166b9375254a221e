package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.projections.Replay.Passed;
import io.anamnesis.projections.Replay.Step;
import io.anamnesis.projections.Replay.Stuck;
import io.anamnesis.projections.Replay.Taken;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A subject's life in the order in which things occurred, folded on the way: what was true after each, as is known at the last
 * position. A corrected fact counts in its own place with what is known of it now, and a withdrawn one not at all; so its
 * correction, where that comes by, changes nothing any more. It is read page by page; of the corrections alone all are held.
 */
final class ReplayAsOccurred<S> implements Steps<S> {
  /** Each page goes through all of the life. */
  private static final int PAGE = 2_000;

  private final LogTail log;
  private final Folding<S> folding;
  private final String subject;
  private final long last;
  private final @Nullable Instant effectiveAt;
  private final KnownLife.LastWords words;
  private Iterator<LoggedEvent> page = Collections.emptyIterator();
  private Occurrence read = Occurrence.BEFORE_ALL;
  private boolean ended;
  private Folded<S> reached;

  /**
   * @param last the last position to go to
   * @param effectiveAt leaves out what occurred after it
   */
  ReplayAsOccurred(LogTail log, Folding<S> folding, String subject, long last, @Nullable Instant effectiveAt) {
    this.log = log;
    this.folding = folding;
    this.subject = subject;
    this.last = last;
    this.effectiveAt = effectiveAt;
    this.reached = new Folded<>(subject, folding.projection().initial(), 0);
    folding.skipped().refresh(log);
    this.words = folding.life(log, subject, last, effectiveAt).lastWords();
  }

  @Override
  public Optional<Step<S>> next() {
    return Optional.ofNullable(nextEvent()).map(this::step);
  }

  private Step<S> step(LoggedEvent event) {
    Folded<S> before = reached;
    LoggedEvent word = words.byFact().get(event.stored().eventId());
    if (!folding.concerns(event)) {
      return new Passed<>(before, event.stored());
    }
    try {
      S state = word == null ? fold(event) : foldAsKnown(event, word);
      long position = Math.max(event.position(), word == null ? 0 : word.position());
      reached = new Folded<>(subject, state, Math.max(before.position(), position));
      return new Taken<>(before, event.stored(), reached);
    } catch (UnknownRevision unknown) {
      throw unknown;
    } catch (RuntimeException | StackOverflowError | AssertionError poison) {
      ended = true;
      page = Collections.emptyIterator();
      return new Stuck<>(before, event.stored(), poison);
    }
  }

  private S foldAsKnown(LoggedEvent event, LoggedEvent word) {
    return word.recorded().event() instanceof FactWithdrawn ? reached.state() : fold(event.correctedBy(word));
  }

  private S fold(LoggedEvent event) {
    return folding.fold(reached.state(), event.recorded());
  }

  private @Nullable LoggedEvent nextEvent() {
    if (!page.hasNext() && !ended) {
      List<LoggedEvent> events = log.readSubjectAsOccurred(subject, read, last, PAGE);
      page = events.iterator();
      ended = events.size() < PAGE;
    }
    if (!page.hasNext()) {
      return null;
    }
    LoggedEvent event = page.next();
    read = Occurrence.of(event.stored());
    if (effectiveAt != null && event.stored().occurredAt().isAfter(effectiveAt)) {
      ended = true;
      page = Collections.emptyIterator();
      return null;
    }
    return event;
  }
}
