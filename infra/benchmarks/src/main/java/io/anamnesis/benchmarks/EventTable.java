package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;

/** The log's own table, as its migrations make it, for the log or for a control whose positions come from a sequence. */
final class EventTable {
  private EventTable() {}

  static void create(Cluster cluster, String database) {
    createLog(cluster, database);
    cluster.execute(database, "create sequence log.next_position");
  }

  /** The log's own table, as the log makes it. */
  static void createLog(Cluster cluster, String database) {
    cluster.create(database);
    try (HikariDataSource pool = cluster.pool(database, 3)) {
      PostgresEventLog.open(LogConfiguration.of(pool)).close();
    }
  }

  /**
   * Events at positions 1 to {@code events}, as if recorded since 2020, each about any of so many customers; then as a
   * server at rest has them.
   */
  static void fill(Cluster cluster, String database, long events, int customers) {
    cluster.execute(database, """
        insert into log.event (position, event_id, subject, type, revision, occurred_at, recorded_at, payload, metadata)
        select position, overlay(gen_random_uuid()::text placing '5' from 15 for 1)::uuid,
               'customer-' || floor(random() * %d)::bigint, '%s', 1, at, at, '%s', '%s'
        from generate_series(1, %d) as position
        cross join lateral (select timestamptz '2020-01-01 00:00:00Z' + position * interval '15 seconds' as at) told
        """.formatted(customers, Facts.TYPE, Facts.PAYLOAD, Facts.METADATA, events));
    settle(cluster, database);
  }

  /** To tell what the index costs whoever appends; nobody can read one customer's events after that. */
  static void dropIndexOfSubjects(Cluster cluster, String database) {
    cluster.execute(database, "drop index log.event_subject_position");
  }

  /** As a server at rest has it: vacuumed, analysed, on the disk. */
  static void settle(Cluster cluster, String database) {
    cluster.execute(database, "vacuum analyze log.event");
    cluster.execute(database, "checkpoint");
  }

  /** A table that is the same as another, byte for byte, and goes on behind its last event. */
  static void copy(Cluster cluster, String database, String of, long events) {
    cluster.execute("postgres", "create database %s template %s strategy file_copy".formatted(database, of));
    cluster.execute(database, "create sequence log.next_position start " + (events + 1));
  }
}
