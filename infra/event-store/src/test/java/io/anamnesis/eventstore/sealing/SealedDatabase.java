package io.anamnesis.eventstore.sealing;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.LogEvents;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.eventstore.proof.NaiveLeaf;
import io.anamnesis.eventstore.proof.NaiveTree;
import com.zaxxer.hikari.HikariDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** A log of a test's own and what is sealed of it, which is also looked at by SQL alone. */
final class SealedDatabase implements AutoCloseable {
  private static final int TILE = 256;

  final HikariDataSource database = TestPostgres.shared().freshDatabase();
  final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database));
  final LogTail tail = new LogTail(log, new EventDecoder(EventCatalogue.standard()));
  final SealedLog sealed = new SealedLog(database);
  final Path folder;
  private int appended;

  SealedDatabase() {
    try {
      folder = Files.createTempDirectory("sealer");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  LogKeyFiles key() {
    return LogKeyFiles.open(folder.resolve("log.skey"), sealed);
  }

  Sealer sealer() {
    return sealer(database);
  }

  Sealer sealer(DataSource through) {
    return new Sealer(log, tail, through, key(), Clock.systemUTC());
  }

  Sealer sealer(Clock clock) {
    return new Sealer(log, tail, database, key(), clock);
  }

  void append(int events) {
    List<NewEvent> facts = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      facts.add(LogEvents.fact(Integer.toString(appended++)));
    }
    if (!facts.isEmpty()) {
      log.append(new Append(facts));
    }
  }

  /** The hashes of the log's events, as they are in the database now. */
  List<byte[]> leaves() {
    List<byte[]> leaves = new ArrayList<>();
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("""
          select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata
          from log.event order by position""");
      while (row.next()) {
        long seq = row.getLong("seq");
        StoredEvent event = new StoredEvent(row.getLong("position"), row.getObject("event_id", UUID.class),
            row.getString("stream"), row.getString("stream") == null ? null : seq, row.getString("subject"),
            row.getString("type"), row.getInt("revision"),
            row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
            row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getString("payload"),
            row.getString("metadata"));
        leaves.add(NaiveTree.leafHash(NaiveLeaf.of(event)));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return leaves;
  }

  /** {@code <level>/<index>} and the hashes in hexadecimal, of every tile that there is. */
  Map<String, String> tiles() {
    Map<String, String> tiles = new TreeMap<>();
    query("""
        select level || '/' || index, string_agg(encode(hashes, 'hex'), '' order by first)
        from log.tile group by level, index""").forEach(row -> tiles.put(row.get(0), row.get(1)));
    return tiles;
  }

  /** What {@link #tiles} must be. */
  static Map<String, String> naiveTiles(List<byte[]> leaves) {
    Map<String, String> tiles = new TreeMap<>();
    List<byte[]> hashes = leaves;
    for (int level = 0; !hashes.isEmpty(); level++) {
      List<byte[]> above = new ArrayList<>();
      for (int from = 0; from < hashes.size(); from += TILE) {
        List<byte[]> tile = hashes.subList(from, Math.min(from + TILE, hashes.size()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        tile.forEach(bytes::writeBytes);
        tiles.put(level + "/" + from / TILE, HexFormat.of().formatHex(bytes.toByteArray()));
        if (tile.size() == TILE) {
          above.add(NaiveTree.root(tile));
        }
      }
      hashes = above;
    }
    return tiles;
  }

  /** Root in hexadecimal by size. */
  Map<Integer, String> roots() {
    Map<Integer, String> roots = new TreeMap<>();
    query("select size, encode(root, 'hex') from log.checkpoint")
        .forEach(row -> roots.put(Integer.parseInt(row.get(0)), row.get(1)));
    return roots;
  }

  static String naiveRoot(List<byte[]> leaves) {
    return HexFormat.of().formatHex(NaiveTree.root(leaves));
  }

  List<List<String>> query(String sql) {
    List<List<String>> answer = new ArrayList<>();
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery(sql);
      while (row.next()) {
        answer.add(List.of(row.getString(1), row.getString(2)));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return answer;
  }

  /** What whoever administers the database can do: no trigger is fired. */
  void tamper(String sql) {
    try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica; " + sql + "; reset session_replication_role");
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    log.close();
    database.close();
  }
}
