package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import java.time.Duration;

/** What a view's rows are compared with: those of a candidate, or a fresh fold of the log made for the purpose. */
record Comparisons(LogTail log, ViewsDatabase database, Gathering gathering, BuildSettings settings) {
  private static final int PAGE = 2_000;
  private static final Duration LEVELLING = Duration.ofSeconds(10);

  Differences of(Generation candidate, Folding<?> itsFolding, Generation live, Folding<?> folding) {
    return new Comparison(log, database, LEVELLING).differences(new Comparison.Side<>(candidate, itsFolding),
        new Comparison.Side<>(live, folding), live);
  }

  /** Folds the log into tables that are dropped in the end. */
  Differences withFresh(Generation live, Folding<?> folding) {
    Generations generations = new Generations(database);
    Generation scratch = generations.scratch(live);
    try {
      fold(scratch, folding, live);
      return new Comparison(log, database, LEVELLING).differences(new Comparison.Side<>(live, folding),
          new Comparison.Side<>(scratch, folding), live);
    } finally {
      generations.drop(scratch);
    }
  }

  private <S> void fold(Generation scratch, Folding<S> folding, Generation live) {
    GenerationFeed<S> feed = new GenerationFeed<>(log, database, folding, scratch);
    feed.ensureKnown();
    Build<S> build = new Build<>(log, database, folding, feed, gathering, settings);
    try {
      build.fill(() -> false);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while views were compared", interrupted);
    } finally {
      build.end();
    }
    long target = database.read(Segments.of(live)::all).front();
    while (feed.share().position() < target) {
      feed.step(target, PAGE);
    }
  }
}
