package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What one worker folds of a {@link Load}: subjects of its own, by segment. For one thread at a time. */
final class LoadPart<S> {
  private final Load<S> load;
  private final int number;
  private final Map<Integer, Segment<S>> segments = new HashMap<>();
  private final CopyPiece lines;

  /** The folds of a segment's subjects, and what they weighed when last asked. */
  private static final class Segment<S> {
    private final SegmentFolds<S> folds;
    private long weight;

    Segment(SegmentFolds<S> folds) {
      this.folds = folds;
    }
  }

  /** @param number of the load among those that the scan feeds */
  LoadPart(Load<S> load, int number) {
    this.load = load;
    this.number = number;
    this.lines = load.rows().lines();
  }

  /** Whether an event is the projection's business, and its subject belongs to a segment that is kept. */
  boolean wants(LoggedEvent event, String subject) {
    return load.folding().concerns(event) && load.keeps(Share.segmentOf(subject, load.segments()));
  }

  /** Folds an event that it {@link #wants}. */
  void take(LoggedEvent event, ScannedSubject subject) {
    Segment<S> segment = segments.computeIfAbsent(Share.segmentOf(subject.name(), load.segments()),
        first -> new Segment<>(new SegmentFolds<>(load.folding(), number)));
    write(segment.folds.take(subject, event));
  }

  /**
   * Forgets what was given up, and tells what is left weighs.
   *
   * @return whether something was forgotten
   */
  boolean settle() {
    List<Integer> lost = segments.keySet().stream().filter(segment -> !load.keeps(segment)).toList();
    lost.forEach(segment -> Objects.requireNonNull(segments.remove(segment)).folds.forget());
    segments.forEach((number, segment) -> {
      long weight = segment.folds.weight();
      load.weighs(number, weight - segment.weight);
      segment.weight = weight;
    });
    return !lost.isEmpty();
  }

  /** At the end of the log. */
  void finish() {
    settle();
    send();
  }

  /** Every fold of the segments that were kept to the end. */
  Collection<SegmentFolds<S>> folds() {
    return segments.entrySet().stream().filter(segment -> load.keeps(segment.getKey()))
        .map(segment -> segment.getValue().folds).toList();
  }

  /** Lines must not pile up here: they are written as they come. */
  private void write(List<NewLine> added) {
    for (NewLine line : added) {
      lines.row(4).text(line.subject()).int8(line.position()).int4(line.ordinal()).text(line.entry());
    }
    if (lines.isFull()) {
      send();
    }
  }

  private void send() {
    load.whileWanted(() -> load.rows().addLines(load.wanted(), lines));
  }
}
