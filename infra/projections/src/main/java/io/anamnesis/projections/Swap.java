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
  /** What was appended since is folded in a moment: for longer, the live rows do not stand still. */
  private static final Duration STANDSTILL = Duration.ofMillis(1_500);
  /** Terms of a claim: others may take over what is to be brought level. */
  private static final int LEVELLING = 4;
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final ViewsDatabase database;
  private final Generations generations;
  private final Duration window;
  private final Lease lease;

  /**
   * @param window for so long the former rows stand by
   * @param lease of those who keep the next rows level, wherever they run
   */
  Swap(ViewsDatabase database, Duration window, Lease lease) {
    this.database = database;
    this.generations = new Generations(database);
    this.window = window;
    this.lease = lease;
  }

  /**
   * @param next waits for its swap, or stands by
   * @return the generation whose place was taken, if there was one
   * @throws ProjectionRefused if nobody keeps the next rows level
   * @throws GenerationRetired if they were ended meanwhile
   */
  Optional<Generation> activate(Generation next) {
    awaitFollowed(next);
    awaitAlmostLevel(next);
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

  /** On a quiet log, rows that nobody follows are level too. One who begins just now, or stood still, is waited for. */
  private void awaitFollowed(Generation next) {
    long end = endOf(lease.term());
    while (!database.read(Segments.of(next)::isFollowed)) {
      present(database.read(Segments.of(next)::all));
      pause(next, end);
    }
  }

  /** Nearly all of the way, without holding anybody up. */
  private void awaitAlmostLevel(Generation next) {
    long front = liveFront(next.name());
    long end = endOf(lease.term().multipliedBy(LEVELLING));
    while (present(database.read(Segments.of(next)::all)).position() < front) {
      pause(next, end);
    }
  }

  private static void awaitLevel(Connection connection, Generation next, long front) throws SQLException {
    long end = endOf(STANDSTILL);
    while (present(Segments.of(next).all(connection)).position() < front) {
      pause(next, end);
    }
  }

  private static Share present(Share coming) {
    if (coming.isEmpty()) {
      throw new GenerationRetired();
    }
    return coming;
  }

  private long liveFront(String name) {
    return generations.active(name).map(live -> database.read(Segments.of(live)::all).front()).orElse(0L);
  }

  private static long endOf(Duration patience) {
    return System.nanoTime() + patience.toNanos();
  }

  private static void pause(Generation next, long end) {
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
