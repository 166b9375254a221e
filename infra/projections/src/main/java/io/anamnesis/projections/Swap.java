package io.anamnesis.projections;

import io.anamnesis.projections.ViewsDatabase.Patience;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Lets a generation that was built beside the live one take its place, without a reader ever going back in time. */
final class Swap {
  private static final int PAGE = 2_000;

  private final ViewsDatabase database;
  private final Generations generations;

  Swap(ViewsDatabase database) {
    this.database = database;
    this.generations = new Generations(database);
  }

  /** @return the generation whose place was taken, if there was one */
  Optional<Generation> activate(GenerationFeed<?> built) {
    Generation generation = built.generation();
    if (isActive(generations.active(generation.name()), generation)) {
      return Optional.empty();
    }
    built.ensureKnown();
    database.change(Patience.LONG, generation.tables()::createIndexes);
    generations.active(generation.name())
        .ifPresent(live -> approach(built, () -> database.read(Segments.of(live)::all).front()));
    return database.transactInTurn(connection -> {
      generations.lock(connection, generation.name());
      Optional<Generation> previous = generations.active(connection, generation.name());
      if (isActive(previous, generation)) {
        return Optional.<Generation>empty();
      }
      if (previous.isPresent()) {
        // The live tokens stand still from here on; what they are ahead by is folded now, in transactions of its own.
        advance(built, Segments.of(previous.get()).hold(connection).front());
      }
      if (!built.share().isWhole()) {
        throw new TokenMoved();
      }
      generations.activate(connection, generation, previous);
      return previous;
    });
  }

  private static boolean isActive(Optional<Generation> active, Generation generation) {
    return active.isPresent() && active.get().number() == generation.number();
  }

  /** Comes within a page of others who go on meanwhile, so that little is left to be folded while they stand still. */
  static void approach(GenerationFeed<?> feed, LongSupplier others) {
    feed.ensureKnown();
    long target = others.getAsLong();
    while (!feed.share().isEmpty() && target - feed.share().position() > PAGE) {
      advance(feed, target);
      target = others.getAsLong();
    }
  }

  /** Folds all that the feed holds to a position that the log has reached, or as far beyond as it has come. */
  static void advance(GenerationFeed<?> feed, long target) {
    feed.ensureKnown();
    while (!feed.share().isEmpty() && feed.share().position() < target) {
      if (feed.step(target, PAGE) == 0) {
        throw new IllegalStateException("the log ends before position " + target);
      }
    }
  }
}
