package io.anamnesis.projections;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;

/** How far every view has got with all of its segments, in whatever processes they are followed. */
final class ViewPositions {
  private static final String ALL = """
      select p.name, coalesce(a.version, -1) as active_version,
        coalesce((select min(s.position) from views.segment s
          where s.name = a.name and s.generation = a.generation), 0) as active_position,
        coalesce((select min(s.position) from views.segment s
          where s.name = b.name and s.generation = b.generation), 0) as building_position,
        (select count(*) from views.parked k where k.projection = p.name and k.generation = p.active) as parked
      from views.projection p
      left join views.generation a on a.name = p.name and a.generation = p.active
      left join views.generation b on b.name = p.name and b.state = 'building'""";

  /**
   * Positions of one view.
   *
   * @param activeVersion of the rows that answer; -1 if there are none yet
   */
  record ViewPosition(int activeVersion, long activePosition, long buildingPosition, int parked) {
    static final ViewPosition NONE = new ViewPosition(-1, 0, 0, 0);
  }

  private final ViewsDatabase database;

  ViewPositions(ViewsDatabase database) {
    this.database = database;
  }

  Map<String, ViewPosition> load() {
    return database.read(connection -> {
      try (PreparedStatement statement = connection.prepareStatement(ALL);
          ResultSet rows = statement.executeQuery()) {
        Map<String, ViewPosition> positions = new HashMap<>();
        while (rows.next()) {
          positions.put(rows.getString("name"), new ViewPosition(rows.getInt("active_version"),
              rows.getLong("active_position"), rows.getLong("building_position"), rows.getInt("parked")));
        }
        return positions;
      }
    });
  }
}
