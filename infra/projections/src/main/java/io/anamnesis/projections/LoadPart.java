package io.anamnesis.projections;

import io.anamnesis.eventstore.LoggedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one worker folds of a {@link Load}: subjects of its own, by segment. For one thread at a time. */
final class LoadPart<S> {
  private final Load<S> load;
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

  LoadPart(Load<S> load) {
    this.load = load;
    this.lines = load.rows().lines();
  }

  /** Folds an event, where it is the projection's business. */
  void take(LoggedEvent event) {
    String subject = event.subject();
    if (subject == null || load.isOver() || !load.folding().concerns(event)) {
      return;
    }
    int number = Share.segmentOf(subject, load.segments());
    if (load.keeps(number)) {
      Segment<S> segment =
          segments.computeIfAbsent(number, first -> new Segment<>(new SegmentFolds<>(load.folding())));
      write(segment.folds.take(subject, event));
    }
  }

  /** Forgets what was given up, and tells what is left weighs. */
  void settle() {
    segments.keySet().removeIf(segment -> !load.keeps(segment));
    segments.forEach((number, segment) -> {
      long weight = segment.folds.weight();
      load.weighs(number, weight - segment.weight);
      segment.weight = weight;
    });
  }

  /** At the end of the log. */
  void finish() {
    settle();
    if (!load.isOver()) {
      load.rows().addLines(load.wanted(), lines);
    }
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
      load.rows().addLines(load.wanted(), lines);
    }
  }
}
