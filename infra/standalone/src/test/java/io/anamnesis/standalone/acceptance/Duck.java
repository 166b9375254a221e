package io.anamnesis.standalone.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** An analyst's own database, which knows nothing of Anamnesis: it reads files. */
final class Duck {

  private Duck() {}

  /** The rows that a query gives over a file, which it calls {@code data}; cells as text. */
  static List<List<String>> ask(byte[] file, String ending, String sql) {
    try {
      Path path = Files.createTempFile("export", "." + ending);
      try {
        Files.write(path, file);
        return ask("with data as (select * from '%s') ".formatted(path) + sql);
      } finally {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** What a Parquet file says of itself under a key. */
  static String about(byte[] parquet, String key) {
    try {
      Path path = Files.createTempFile("export", ".parquet");
      try {
        Files.write(path, parquet);
        return ask("select decode(value) from parquet_kv_metadata('%s') where decode(key) = '%s'".formatted(path, key))
            .getFirst().getFirst();
      } finally {
        Files.delete(path);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static List<List<String>> ask(String sql) {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:"); Statement statement = duck.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      try (ResultSet found = statement.executeQuery(sql)) {
        List<List<String>> rows = new ArrayList<>();
        while (found.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
            row.add(found.getString(i));
          }
          rows.add(row);
        }
        return rows;
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
