package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.insight.InsightEvent.KeySkipped;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that an operator gave up for a version of a projection, or for a policy, as the log tells it. They are passed
 * over wherever the version is folded, whatever the position that the fold stands at: like a mended fold, and unlike a fact,
 * the decision counts for all of the past. Nothing is lost of what was answered before, as a key is given an event up for
 * only while it has no answer beyond that event. Thread-safe.
 */
final class SkippedEvents {
  private static final String TYPE = EventCatalogue.standard().of(KeySkipped.class).type();
  private static final int PAGE = 500;

  private final String name;
  private final @Nullable Integer version;
  private volatile Set<Long> positions = Set.of();
  private volatile long nextSeq;

  /** @param version null for a policy */
  SkippedEvents(String name, @Nullable Integer version) {
    this.name = name;
    this.version = version;
  }

  static SkippedEvents of(Projection<?, ?> projection) {
    return new SkippedEvents(projection.name(), projection.version());
  }

  /** Where decisions on a projection or a policy are recorded. */
  static String stream(String name) {
    return "projection-" + name;
  }

  /** As of the last {@link #refresh}. */
  boolean contains(long position) {
    return positions.contains(position);
  }

  /** As of the last {@link #refresh}. */
  Set<Long> positions() {
    return positions;
  }

  /** Whether the event is such a decision on what is folded here. */
  boolean isTold(LoggedEvent event) {
    return event.type().equals(TYPE) && event.recorded().event() instanceof KeySkipped skip && isMine(skip);
  }

  /** Reads what has been decided since; those who do so at once do not wait for each other. */
  void refresh(LogTail log) {
    List<LoggedEvent> page;
    do {
      long from = nextSeq;
      page = log.readStream(stream(name), from, PAGE);
      heed(page, from + page.size());
    } while (page.size() == PAGE);
  }

  private synchronized void heed(List<LoggedEvent> page, long next) {
    page.forEach(this::heed);
    nextSeq = Math.max(nextSeq, next);
  }

  private void heed(LoggedEvent event) {
    if (isTold(event) && event.recorded().event() instanceof KeySkipped skip) {
      Set<Long> more = new HashSet<>(positions);
      more.add(skip.position());
      positions = Set.copyOf(more);
    }
  }

  private boolean isMine(KeySkipped skip) {
    Integer told = skip.version();
    return skip.projection().equals(name) && (version == null ? told == null : version.equals(told));
  }
}
