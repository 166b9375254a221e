package io.anamnesis.projections;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets other rows of a view answer, by one update: a reader sees wholly the old ones or wholly the new ones, and never goes
 * back in time. The former ones stand by, kept level, so that the way back is the same.
 */
final class Swap {
  /** So few events that they are folded in a moment, for which the live rows stand still. */
  private static final int NEAR = 2_000;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final ViewsDatabase database;
  private final Generations generations;
  private final Duration window;
  private final Duration patience;

  /**
   * @param window for so long the former rows stand by
   * @param patience for those who keep the next rows level, wherever they run
   */
  Swap(ViewsDatabase database, Duration window, Duration patience) {
    this.database = database;
    this.generations = new Generations(database);
    this.window = window;
    this.patience = patience;
  }

  /**
   * @param next waits for its swap, or stands by
   * @return the generation whose place was taken, if there was one
   * @throws ProjectionRefused if nobody keeps the next rows level
   * @throws GenerationRetired if they were ended meanwhile
   */
  Optional<Generation> activate(Generation next) {
    Segments coming = Segments.of(next);
    long end = System.nanoTime() + patience.toNanos();
    // Most of the way without holding anybody up.
    while (database.read(coming::all).position() < liveFront(next.name()) - NEAR) {
      pause(next, end);
    }
    return database.transactInTurn(connection -> {
      generations.lock(connection, next.name());
      Optional<Generation> previous = generations.active(connection, next.name());
      if (previous.isPresent() && previous.get().number() == next.number()) {
        return Optional.empty();
      }
      if (previous.isPresent()) {
        // The live tokens stand still from here on, until those who keep the next rows level have come as far.
        long front = Segments.of(previous.get()).hold(connection).front();
        awaitLevel(connection, next, front);
      }
      generations.takePlace(connection, next, previous, window);
      return previous;
    });
  }

  private void awaitLevel(Connection connection, Generation next, long front) throws SQLException {
    long end = System.nanoTime() + patience.toNanos();
    Segments coming = Segments.of(next);
    Share share = coming.all(connection);
    while (!share.isEmpty() && share.position() < front) {
      pause(next, end);
      share = coming.all(connection);
    }
  }

  private long liveFront(String name) {
    return generations.active(name).map(live -> database.read(Segments.of(live)::all).front()).orElse(0L);
  }

  private void pause(Generation next, long end) {
    if (System.nanoTime() - end >= 0) {
      throw new ProjectionRefused(next.name(), ProjectionRefused.Reason.NOT_KEPT_LEVEL);
    }
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a view was swapped", interrupted);
    }
  }
}
