package io.anamnesis.standalone.acceptance;

import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.proof.NaiveLeaf;
import io.anamnesis.eventstore.proof.NaiveTree;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** The log as it stands in the database, and the tree over it by the recursions of RFC 6962: what proofs are judged by. */
record WrittenEvents(List<StoredEvent> events, List<byte[]> leaves) {

  static WrittenEvents of(String database) {
    return of(database, "log");
  }

  /** @param log schema of the log */
  static WrittenEvents of(String database, String log) {
    List<StoredEvent> events = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      ResultSet row = statement.executeQuery("""
          select position, event_id, stream, seq, subject, type, revision, occurred_at, recorded_at, payload, metadata
          from %s.event order by position""".formatted(log));
      while (row.next()) {
        long seq = row.getLong("seq");
        events.add(new StoredEvent(row.getLong("position"), row.getObject("event_id", UUID.class),
            row.getString("stream"), row.getString("stream") == null ? null : seq,
            row.getString("subject"), row.getString("type"), row.getInt("revision"),
            row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
            row.getObject("recorded_at", OffsetDateTime.class).toInstant(), row.getString("payload"),
            row.getString("metadata")));
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
    return new WrittenEvents(events, events.stream().map(event -> NaiveTree.leafHash(NaiveLeaf.of(event))).toList());
  }

  /** What whoever administers the database can do: no trigger is fired. */
  static void tamper(String database, String sql) {
    try (Connection connection = DriverManager.getConnection(database);
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica; " + sql);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  String leaf(int index) {
    return base64(leaves.get(index));
  }

  String root(int size) {
    return base64(NaiveTree.root(leaves.subList(0, size)));
  }

  List<String> inclusion(int index, int size) {
    return NaiveTree.inclusion(index, leaves.subList(0, size)).stream().map(WrittenEvents::base64).toList();
  }

  List<String> consistency(int from, int to) {
    return NaiveTree.consistency(from, leaves.subList(0, to)).stream().map(WrittenEvents::base64).toList();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
