package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.LiveViews.LiveTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;

/**
 * A table of a view's rows, kept in a file as COPY wrote it, with the statements that make a table like it.
 *
 * @param indexes statements for its primary key and its indexes
 */
@SuppressWarnings("InlineFormatString") // What the database is told stands at the top.
record SavedTable(String name, Path file, List<String> indexes) {
  /** For tables without rows, after which others are made: the views' own tables go with their generation. */
  static final String LIKE = "saved";
  /** Where {@link #load} makes its tables. */
  static final String FRESH = "fresh";

  private static final String INDEXES = """
      select format('alter table %1$s add %%s', pg_get_constraintdef(k.oid)) as statement
      from pg_constraint k where k.conrelid = '%2$s'::regclass and k.contype = 'p'
      union all
      select format('create index on %1$s %%s', substring(pg_get_indexdef(i.indexrelid) from 'USING .*$'))
      from pg_index i where i.indrelid = '%2$s'::regclass and not i.indisprimary""";

  /** As rows of a view are written. */
  private static final String ROOM_TO_SORT = "set local maintenance_work_mem = '256MB'";

  /** Saves a table's rows and learns its form. */
  static SavedTable of(Connection connection, LiveTable table, Path folder) throws SQLException, IOException {
    String source = "views.\"" + table.stored() + '"';
    Path file = Files.createFile(folder.resolve(table.name() + ".copy"));
    try (Statement statement = connection.createStatement(); OutputStream rows = Files.newOutputStream(file)) {
      statement.execute("create table %s (like %s)".formatted(in(LIKE, table.name()), source));
      connection.unwrap(PGConnection.class).getCopyAPI()
          .copyOut("copy %s to stdout (format binary)".formatted(source), rows);
      List<String> indexes = new ArrayList<>();
      try (ResultSet found = statement.executeQuery(INDEXES.formatted(in(FRESH, table.name()), source))) {
        while (found.next()) {
          indexes.add(found.getString("statement"));
        }
      }
      return new SavedTable(table.name(), file, indexes);
    }
  }

  long bytes() {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      throw new IllegalStateException(gone);
    }
  }

  /** Makes a table, copies the rows into it and then makes its key and indexes: for one transaction. */
  void load(Connection connection) throws SQLException, IOException {
    String table = in(FRESH, name);
    try (Statement statement = connection.createStatement(); InputStream rows = Files.newInputStream(file)) {
      statement.execute(ROOM_TO_SORT);
      statement.execute("create table %s (like %s)".formatted(table, in(LIKE, name)));
      connection.unwrap(PGConnection.class).getCopyAPI()
          .copyIn("copy %s from stdin (format binary)".formatted(table), rows, 1 << 16);
      for (String index : indexes) {
        statement.execute(index);
      }
    }
  }

  private static String in(String schema, String table) {
    return schema + ".\"" + table + '"';
  }
}
