package io.anamnesis.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** What the database says of the views that answer: neither status nor log line of the product's is believed. */
final class LiveViews {
  private static final String ACTIVE = """
      select name, active from views.projection where active is not null""";

  private static final String OTHERS = """
      select count(*) from views.generation g join views.projection p on p.name = g.name
      where g.generation is distinct from p.active""";

  private static final String PARKED = """
      select count(*) from views.parked""";

  private static final String TABLES = """
      select replace(p.name, '-', '_') || kind.suffix as name, t.relname as stored
      from views.projection p
      cross join (values (''), ('_line'), ('_cell'), ('_lookup')) as kind (suffix)
      join pg_class t on t.relnamespace = 'views'::regnamespace and t.relkind = 'r'
        and t.relname = replace(p.name, '-', '_') || '_g' || p.active || kind.suffix
      order by name""";

  private final DataSource database;

  LiveViews(DataSource database) {
    this.database = database;
  }

  /**
   * A table of a view's live rows.
   *
   * @param name the same for every generation
   * @param stored where the rows are now, in the schema of the views
   */
  record LiveTable(String name, String stored) {}

  /** The generation that answers, by view; a view that was never built is missing. */
  Map<String, Integer> active() {
    Map<String, Integer> active = new TreeMap<>();
    read(ACTIVE, row -> active.put(row.getString("name"), row.getInt("active")));
    return active;
  }

  /** Generations besides those that answer, until their tables are dropped. */
  long others() {
    return number(OTHERS);
  }

  /** Keys that wait for repair. */
  long parked() {
    return number(PARKED);
  }

  List<LiveTable> tables() {
    List<LiveTable> tables = new ArrayList<>();
    read(TABLES, row -> tables.add(new LiveTable(row.getString("name"), row.getString("stored"))));
    return tables;
  }

  /** How many rows each table of {@link #tables()} has. */
  Map<String, Long> rows() {
    Map<String, Long> rows = new TreeMap<>();
    for (LiveTable table : tables()) {
      rows.put(table.name(), number("select count(*) from views.\"" + table.stored() + '"'));
    }
    return rows;
  }

  private long number(String sql) {
    List<Long> numbers = new ArrayList<>();
    read(sql, row -> numbers.add(row.getLong(1)));
    return numbers.getFirst();
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  private void read(String sql, Row each) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        each.take(rows);
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
