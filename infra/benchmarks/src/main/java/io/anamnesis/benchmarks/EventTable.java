package io.anamnesis.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import io.anamnesis.eventstore.EventLog;

/** A table with the log's own columns, constraints and indexes, whose positions come from a sequence. */
final class EventTable {
  private EventTable() {}

  static void create(Cluster cluster, String database) {
    cluster.create(database);
    cluster.execute(database, "create schema log");
    cluster.execute(database, migration());
    cluster.execute(database, "create sequence log.next_position");
  }

  private static String migration() {
    try (InputStream script =
        Objects.requireNonNull(EventLog.class.getResourceAsStream("/db/eventstore/V1__log.sql"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
