package io.anamnesis.standalone.acceptance;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The rows that all views hold, by SQL alone. */
final class ViewRows {
  private static final String LIVE = """
      select replace(name, '-', '_') || '|' || generation from views.generation where state = 'live' order by name""";

  private static final String BEHIND = """
      select s.name from views.segment s
      join views.generation g on g.name = s.name and g.generation = s.generation
      where g.state = 'live' and s.position < (select max(position) from log.event)""";

  private final String url;

  ViewRows(String url) {
    this.url = url;
  }

  /** Waits until every view has read all that is in the log. */
  void awaitAllRead() {
    await().atMost(1, TimeUnit.MINUTES).until(() -> ask(BEHIND).isEmpty());
  }

  /** Every row of every view, by view and kind of row; figures of nothing left out. */
  SortedMap<String, List<String>> all() throws SQLException {
    SortedMap<String, List<String>> all = new TreeMap<>();
    for (String live : ask(LIVE)) {
      String view = live.substring(0, live.indexOf('|'));
      for (String kind : List.of("", "_line", "_cell", "_lookup")) {
        String table = "views.\"" + live.replace("|", "_g") + kind + "\"";
        String some = kind.equals("_cell") ? " where value <> 0" : "";
        all.put(view + kind, ask("select row_to_json(x)::text from (select * from " + table + some + ") x order by 1"));
      }
    }
    return all;
  }

  /** What any view finds the subject by. */
  List<String> lookupsOf(String subject) throws SQLException {
    List<String> found = new ArrayList<>();
    all().forEach((table, rows) -> {
      if (table.endsWith("_lookup")) {
        rows.stream().filter(row -> row.contains("\"" + subject + "\"")).forEach(found::add);
      }
    });
    return found;
  }

  private List<String> ask(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
