package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Read your writes: waits until a view reflects a position of the log and everything that policies derived from it. Reads
 * the tokens from the database, so that it works wherever followers and policies run. How far one of them has got is how
 * far the last of its segments has.
 */
public final class Freshness {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(2);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

  private static final String STAGES = """
      select distinct stage from views.policy order by stage""";

  private static final String POLICY_BEHIND = """
      select p.name, min(s.position) as position from views.policy p
      join views.segment s on s.name = p.name and s.generation = 0
      where p.stage = ? group by p.name order by position, p.name limit 1""";

  private static final String VIEW = """
      select min(s.position) from views.projection p
      join views.generation g on g.name = p.name and g.generation = p.active
      join views.segment s on s.name = g.name and s.generation = g.generation
      where p.name = ? and g.version = ?
      group by p.name""";

  private final EventLog log;
  private final ViewsDatabase database;

  /** Whether a view has got as far as was asked. */
  public sealed interface Result {}

  /** It has. */
  public record Fresh() implements Result {}

  /**
   * It has not, in the time given.
   *
   * @param behind name of the view or policy that is behind
   * @param lag events by which it is
   */
  public record Stale(String behind, long lag) implements Result {}

  /** Who has got how far. */
  private record Reached(String name, long position) {}

  /** Brings the schema up to date where no runner has done so yet. */
  public Freshness(EventLog log, DataSource database) {
    ViewsSchema.migrate(database);
    this.log = log;
    this.database = new ViewsDatabase(database);
  }

  /**
   * Waits for the policies, stage by stage, then for the view. A view whose rows are still being built is folded from the
   * log when it is read, and needs no waiting for.
   *
   * @param token a position, as of a {@code Consistency-Token}
   */
  public Result await(Projection<?, ?> view, long token, Duration limit) {
    return new Waiting(token, limit).through(view);
  }

  /** Waits for the policies alone: enough for what is read straight from the log. */
  public Result awaitPolicies(long token, Duration limit) {
    return new Waiting(token, limit).through(null);
  }

  /** One reader's wait: what it waits for grows by what policies add. */
  private final class Waiting {
    private final long deadline;
    private long horizon;

    Waiting(long token, Duration limit) {
      this.horizon = token;
      this.deadline = System.nanoTime() + limit.toNanos();
    }

    Result through(@Nullable Projection<?, ?> view) {
      for (int stage : stages()) {
        Optional<Stale> late = until(() -> behind(stage));
        if (late.isPresent()) {
          return late.get();
        }
        // Whatever the stage has decided on what was awaited lies at or before the head of this moment.
        horizon = log.head();
      }
      return view == null ? new Fresh() : until(() -> position(view)).<Result>map(late -> late).orElseGet(Fresh::new);
    }

    private Optional<Stale> until(Supplier<Optional<Reached>> reached) {
      Duration pause = FIRST_PAUSE;
      while (true) {
        Optional<Reached> at = reached.get();
        if (at.isEmpty() || at.get().position() >= horizon) {
          return Optional.empty();
        }
        if (System.nanoTime() - deadline >= 0) {
          return Optional.of(new Stale(at.get().name(), horizon - at.get().position()));
        }
        pause = pause(pause);
      }
    }

    private Duration pause(Duration time) {
      try {
        long left = Math.max(1, deadline - System.nanoTime());
        Thread.sleep(Duration.ofNanos(Math.min(left, time.toNanos())));
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a view", interrupted);
      }
      Duration longer = time.multipliedBy(3).dividedBy(2);
      return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }

  private List<Integer> stages() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(STAGES);
          ResultSet rows = statement.executeQuery()) {
        List<Integer> stages = new ArrayList<>();
        while (rows.next()) {
          stages.add(rows.getInt(1));
        }
        return stages;
      }
    });
  }

  private Optional<Reached> behind(int stage) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(POLICY_BEHIND)) {
        statement.setInt(1, stage);
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(new Reached(row.getString(1), row.getLong(2))) : Optional.empty();
        }
      }
    });
  }

  private Optional<Reached> position(Projection<?, ?> view) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(VIEW)) {
        statement.setString(1, view.name());
        statement.setInt(2, view.version());
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? Optional.of(new Reached(view.name(), row.getLong(1))) : Optional.empty();
        }
      }
    });
  }
}
