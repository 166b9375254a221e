package io.anamnesis.projections;

import io.anamnesis.eventstore.EventLog;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Read your writes: waits until a view reflects a position of the log and everything that policies derived from it, and
 * all that was due by then. Reads the tokens from the database, so that it works wherever followers and policies run. How far
 * one of them has got is how far the last of its segments has.
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

  private static final String TIMETABLE_BEHIND = """
      select name, position from views.timetable order by position, name limit 1""";

  /** Of one key. By the index of keys, whatever else is to come: this is asked with every read. */
  private static final String DUE_OF_ONE = """
      select t.name, d.due
      from views.timetable t
      cross join lateral (
        select count(*) as due from views.due where name = t.name and key = ? and at <= ?) d
      where d.due > 0 order by t.name limit 1""";

  /** Of all, but for those that had to be put off: they must not keep everybody waiting. */
  private static final String DUE_OF_ALL = """
      select t.name, d.due
      from views.timetable t
      cross join lateral (
        select count(*) as due from views.due where name = t.name and at <= ? and not_before is null) d
      where d.due > 0 order by t.name limit 1""";

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
   * Waits for the policies, stage by stage, then for what was due by timetables when the wait began, then for the view. A
   * view whose rows are still being built is folded from the log when it is read, and needs no waiting for.
   *
   * @param token a position, as of a {@code Consistency-Token}
   */
  public Result await(Projection<?, ?> view, long token, Duration limit) {
    return new Waiting(token, limit, null).through(view);
  }

  /** The same for what one subject is asked about: waits only for what is due to that one. */
  public Result await(Projection<?, ?> view, String subject, long token, Duration limit) {
    return new Waiting(token, limit, subject).through(view);
  }

  /** Waits for the policies and timetables alone: enough for what is read straight from the log. */
  public Result awaitPolicies(long token, Duration limit) {
    return new Waiting(token, limit, null).through(null);
  }

  /** One reader's wait: what it waits for grows by what policies add. */
  private final class Waiting {
    private final long deadline;
    private final @Nullable String subject;
    private final Instant begun = Instant.now();
    private long horizon;

    Waiting(long token, Duration limit, @Nullable String subject) {
      this.subject = subject;
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
      Optional<Stale> due = until(Freshness.this::timetableBehind).or(() -> until(this::due));
      if (due.isPresent()) {
        return due.get();
      }
      // A token of the future is never reached.
      horizon = Math.max(horizon, log.head());
      return view == null ? new Fresh() : until(() -> position(view)).<Result>map(late -> late).orElseGet(Fresh::new);
    }

    /** As if it were behind by as many events as are due. */
    private Optional<Reached> due() {
      return database.read(connection -> {
        boolean ofOne = subject != null;
        try (PreparedStatement statement = connection.prepareStatement(ofOne ? DUE_OF_ONE : DUE_OF_ALL)) {
          if (ofOne) {
            statement.setString(1, subject);
          }
          statement.setTimestamp(ofOne ? 2 : 1, Timestamp.from(begun));
          try (ResultSet row = statement.executeQuery()) {
            return row.next()
                ? Optional.of(new Reached(row.getString("name"), horizon - row.getLong("due")))
                : Optional.empty();
          }
        }
      });
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

  private Optional<Reached> timetableBehind() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(TIMETABLE_BEHIND);
          ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Reached(row.getString("name"), row.getLong("position")))
            : Optional.empty();
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
