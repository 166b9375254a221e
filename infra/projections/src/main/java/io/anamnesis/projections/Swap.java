package io.anamnesis.projections;

import java.util.Optional;

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
    database.change(generation.tables()::createIndexes);
    return database.transactInTurn(connection -> {
      generations.lock(connection, generation.name());
      Optional<Generation> previous = generations.holdActive(connection, generation.name());
      if (previous.isPresent() && previous.get().number() == generation.number()) {
        return Optional.<Generation>empty();
      }
      if (previous.isPresent()) {
        // The live token stands still from here on; what it is ahead by is folded now, in transactions of its own.
        advance(built, previous.get().token().position());
      }
      generations.activate(connection, generation, previous);
      return previous;
    });
  }

  /** Folds exactly up to a position that the log has reached. */
  static void advance(GenerationFeed<?> feed, long target) {
    feed.ensureKnown();
    while (feed.token().position() < target) {
      if (feed.step(target, PAGE) == 0) {
        throw new IllegalStateException("the log ends before position " + target);
      }
    }
  }
}
