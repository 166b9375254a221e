package io.anamnesis.projections;

import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.projections.ViewsDatabase.Patience;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Holds two generations of a view against each other, table by table, at an equal position. All is read in one snapshot, so
 * that nobody waits for anybody: neither readers nor those who keep the rows up. Where the snapshot has one side behind the
 * other, what it lacks is folded in memory and laid over its rows.
 */
final class Comparison {
  /** So far apart they may be: what lies between is folded in memory. */
  private static final int NEAR = 5_000;
  private static final int PAGE = 2_000;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final LogTail log;
  private final ViewsDatabase database;
  private final Generations generations;
  private final Duration patience;

  /** One of the two. */
  record Side<S>(Generation generation, Folding<S> folding) {}

  /** @param patience for those who keep the sides level, wherever they run */
  Comparison(LogTail log, ViewsDatabase database, Duration patience) {
    this.log = log;
    this.database = database;
    this.generations = new Generations(database);
    this.patience = patience;
  }

  /**
   * @param live what answers
   * @throws ProjectionRefused if one side is left behind by the other for long, or is there no more, or the view was swapped
   *     meanwhile
   */
  Differences differences(Side<?> examined, Side<?> against, Generation live) {
    awaitNear(examined.generation(), against.generation());
    return database.snapshot(Patience.WORKING, connection -> {
      if (generations.active(connection, live.name()).filter(active -> active.number() == live.number()).isEmpty()) {
        throw new ProjectionRefused(live.name(), ProjectionRefused.Reason.SWAPPED_MEANWHILE);
      }
      Share ofExamined = tokens(connection, examined.generation());
      Share ofAgainst = tokens(connection, against.generation());
      long front = Math.max(ofExamined.front(), ofAgainst.front());
      Overlay left = overlay(connection, examined, ofExamined, front);
      Overlay right = overlay(connection, against, ofAgainst, front);
      boolean sameVersion = examined.generation().version() == against.generation().version();
      return new TableComparison(connection, left, right, sameVersion).all();
    });
  }

  private static Share tokens(Connection connection, Generation generation) throws SQLException {
    Share share = Segments.of(generation).all(connection);
    if (share.isEmpty()) {
      throw new ProjectionRefused(generation.name(), ProjectionRefused.Reason.NO_CANDIDATE);
    }
    return share;
  }

  private <S> Overlay overlay(Connection connection, Side<S> side, Share share, long front) throws SQLException {
    Overlay.Folding<S> folding = new Overlay.Folding<>(log, connection, side, share);
    long after = share.position();
    while (after < front) {
      List<LoggedEvent> page = log.read(after, (int) Math.min(PAGE, front - after));
      page.forEach(folding::add);
      after = page.getLast().position();
    }
    return folding.overlay();
  }

  private void awaitNear(Generation one, Generation other) {
    long end = System.nanoTime() + patience.toNanos();
    while (apart(one, other) > NEAR) {
      if (System.nanoTime() - end >= 0) {
        throw new ProjectionRefused(one.name(), ProjectionRefused.Reason.NOT_KEPT_LEVEL);
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while views were compared", interrupted);
      }
    }
  }

  private long apart(Generation one, Generation other) {
    Share left = database.read(Segments.of(one)::all);
    Share right = database.read(Segments.of(other)::all);
    return left.isEmpty() || right.isEmpty()
        ? 0
        : Math.max(left.front(), right.front()) - Math.min(left.position(), right.position());
  }
}
