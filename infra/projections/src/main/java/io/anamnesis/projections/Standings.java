package io.anamnesis.projections;

import io.anamnesis.projections.Generation.State;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How far the generations of every view have got with all of their segments, in whatever processes they are followed. */
final class Standings {
  private static final String ALL = """
      select g.name, g.generation, g.version, g.state, g.swaps, g.standby_until,
        tokens.segments, coalesce(tokens.position, 0) as position,
        (select count(*) from views.parked k where k.projection = g.name and k.generation = g.generation) as parked
      from views.generation g
      cross join lateral (
        select count(*) as segments, min(s.position) as position
        from views.segment s where s.name = g.name and s.generation = g.generation) tokens
      where g.state in ('building', 'candidate', 'live', 'standby')
      order by g.name, g.generation""";

  private final List<Standing> all;

  /**
   * Of one generation.
   *
   * @param until the end of its time, where it stands by
   */
  record Standing(Generation generation, long position, int parked, @Nullable Instant until) {}

  private Standings(List<Standing> all) {
    this.all = all;
  }

  static Standings load(ViewsDatabase database) {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        List<Standing> all = new ArrayList<>();
        while (rows.next()) {
          all.add(standing(rows));
        }
        return new Standings(all);
      }
    });
  }

  Optional<Standing> live(String name) {
    return find(name, state -> state == State.LIVE);
  }

  Optional<Standing> beside(String name) {
    return find(name, State::isBeside);
  }

  Optional<Standing> standby(String name) {
    return find(name, state -> state == State.STANDBY);
  }

  private Optional<Standing> find(String name, Predicate<State> wanted) {
    return all.stream()
        .filter(standing -> standing.generation().name().equals(name) && wanted.test(standing.generation().state()))
        .findFirst();
  }

  private static Standing standing(ResultSet row) throws SQLException {
    OffsetDateTime until = row.getObject("standby_until", OffsetDateTime.class);
    Generation generation = new Generation(row.getString("name"), row.getInt("generation"), row.getInt("version"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)), row.getBoolean("swaps"),
        row.getInt("segments"));
    return new Standing(generation, row.getLong("position"), row.getInt("parked"),
        until == null ? null : until.toInstant());
  }
}
