package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * message-db: its own functions in the server, installed by its own script, and called by plain JDBC on a pool in place of
 * one of its clients. Its writers take turns by category (here: all customers), so positions of a category are in the order
 * of commits, and its reader of categories relies on that.
 */
final class MessageDbAppends implements Gated {
  private static final String WRITE =
      "select message_store.write_message(?::varchar, ?, ?, ?::jsonb, ?::jsonb, ?)";
  private static final String READ = """
      select global_position, id from message_store.get_category_messages('gate', ? + 1, 1000)""";

  private final Cluster cluster;
  private final String database;
  private final int callers;
  private final HikariDataSource pool;

  MessageDbAppends(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.database = database;
    this.callers = callers;
    this.pool = cluster.pool(database, Math.min(callers, 32));
  }

  static void create(Cluster cluster, String database) {
    NodePackages packages = NodePackages.install();
    cluster.runBeside(List.of("DATABASE_NAME=" + database),
        List.of("bash", packages.folderOf("@eventide/message-db").resolve("database/install.sh").toString()));
    cluster.execute(database, "alter database " + database + " set search_path = message_store, public");
  }

  @Override
  public String name() {
    return "message-db";
  }

  @Override
  public Measurement measure(Duration time) {
    return Callers.measure(cluster, callers, time,
        () -> write(Facts.id(), Facts.subject(), Facts.PAYLOAD, Facts.METADATA, null));
  }

  @Override
  public void close() {
    pool.close();
  }

  @Override
  public String database() {
    return database;
  }

  @Override
  public EventRows rows() {
    return new EventRows("message_store.messages", "id::text", "global_position");
  }

  @Override
  public void append(UUID id, String stream, long seq) {
    write(id, stream, "{}", "{}", seq - 1);
  }

  @Override
  public Follower follow() {
    return new PositionFollower(pool, READ, 0);
  }

  private void write(UUID id, String stream, String payload, String metadata, @Nullable Long expectedVersion) {
    try (Connection connection = pool.getConnection();
        PreparedStatement write = connection.prepareStatement(WRITE)) {
      write.setObject(1, id);
      write.setString(2, stream);
      write.setString(3, Facts.TYPE);
      write.setString(4, payload);
      write.setString(5, metadata);
      write.setObject(6, expectedVersion, Types.BIGINT);
      write.execute();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }
}
