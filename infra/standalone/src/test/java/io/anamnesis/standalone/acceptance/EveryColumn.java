package io.anamnesis.standalone.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Looks for texts in all that a database holds, whatever its tables are. */
final class EveryColumn {
  private static final String COLUMNS = """
      select format('%I.%I', c.table_schema, c.table_name) as relation, format('%I', c.column_name) as name,
        c.data_type = 'bytea' as bytes
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
        and c.data_type in ('text', 'character varying', 'bytea', 'json', 'jsonb', 'ARRAY', 'USER-DEFINED')
      order by 1, 2""";

  private static final int PART = 1 << 20;

  private final String url;

  EveryColumn(String url) {
    this.url = url;
  }

  private record Place(String relation, String name, boolean bytes) {}

  /** Columns that hold any of the texts. */
  List<String> holding(List<String> texts) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url)) {
      for (Place place : places(connection)) {
        String condition = place.bytes
            ? "position(convert_to(?, 'UTF8') in %s) > 0".formatted(place.name)
            : "position(? in %s::text) > 0".formatted(place.name);
        String any = String.join(" or ", texts.stream().map(text -> condition).toList());
        try (PreparedStatement statement =
            connection.prepareStatement("select exists (select from %s where %s)".formatted(place.relation, any))) {
          for (int i = 0; i < texts.size(); i++) {
            statement.setString(i + 1, texts.get(i));
          }
          try (ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getBoolean(1)) {
              found.add(place.relation + "." + place.name);
            }
          }
        }
      }
    }
    return found;
  }

  private static List<Place> places(Connection connection) throws SQLException {
    List<Place> places = new ArrayList<>();
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(COLUMNS)) {
      while (rows.next()) {
        places.add(new Place(rows.getString("relation"), rows.getString("name"), rows.getBoolean("bytes")));
      }
    }
    return places;
  }

  /**
   * Files of the database, and of its write-ahead log, that were written since and hold any of the texts as they are; none where
   * the server's files are not here.
   */
  List<Path> filesHolding(List<String> texts, Instant since) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection(url); Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
      try (ResultSet row = statement.executeQuery(
          """
          select current_setting('data_directory') as folder, oid from pg_database where datname = current_database()""")) {
        row.next();
        Path folder = Path.of(row.getString("folder"));
        List<Path> found = new ArrayList<>();
        for (Path part : List.of(folder.resolve("base").resolve(row.getString("oid")), folder.resolve("pg_wal"))) {
          if (Files.isDirectory(part)) {
            try (Stream<Path> files = Files.list(part)) {
              found.addAll(files.filter(file -> isWrittenSince(file, since) && holds(file, texts)).toList());
            }
          }
        }
        return found;
      }
    }
  }

  private static boolean isWrittenSince(Path file, Instant since) {
    try {
      return Files.isRegularFile(file) && !Files.getLastModifiedTime(file).toInstant().isBefore(since);
    } catch (IOException gone) {
      return false;
    }
  }

  /** A part at a time, each with the end of the one before it. */
  private static boolean holds(Path file, List<String> texts) {
    int longest = texts.stream().mapToInt(String::length).max().orElseThrow();
    try (InputStream in = Files.newInputStream(file)) {
      String end = "";
      for (byte[] part = in.readNBytes(PART); part.length > 0; part = in.readNBytes(PART)) {
        // Texts of ASCII alone: a byte a character.
        String content = end + new String(part, StandardCharsets.ISO_8859_1);
        if (texts.stream().anyMatch(content::contains)) {
          return true;
        }
        end = content.substring(Math.max(0, content.length() - longest));
      }
      return false;
    } catch (NoSuchFileException droppedMeanwhile) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
