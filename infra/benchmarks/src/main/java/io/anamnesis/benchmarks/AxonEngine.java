package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventsourcing.eventstore.jdbc.AbstractEventTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.EventTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Axon's own JDBC engine. */
enum AxonEngine {

  /** As it comes. */
  STOCK("Axon JDBC", "") {
    @Override
    JdbcEventStorageEngine on(HikariDataSource pool) {
      return builder(pool).build();
    }
  },

  /**
   * What its settings and the driver's allow, and no code of ours:
   * <ul>
   * <li>pages of 10,000 events instead of 100, since each is a statement and a look for gaps;
   * <li>no look beyond an empty page ({@code extendedGapCheckEnabled}): it is for gaps wider than a page; and a first global
   * index of 1, where the sequence begins, so that the first page has no gap before it;
   * <li>gaps are cleaned at 1,000 instead of 250, are kept within 1,000 of the head, and are given 10 minutes: an append that
   * takes long is not passed by a reader, as long as events carry the time of now;
   * <li>payloads as text, which the driver and the serializer need not copy into bytes and back;
   * <li>statements prepared at the server from the first execution on, and those of one append sent as one insert.
   * </ul>
   * One serializer, with one object mapper, serves all, and 32 connections at most: as in the other kind.
   */
  TUNED("Axon JDBC, tuned", "prepareThreshold=1&reWriteBatchedInserts=true") {
    @Override
    JdbcEventStorageEngine on(HikariDataSource pool) {
      return builder(pool).batchSize(10_000).extendedGapCheckEnabled(false).lowestGlobalSequence(1)
          .gapCleaningThreshold(1_000).maxGapOffset(1_000).gapTimeout(600_000).dataType(String.class).build();
    }

    @Override
    String literal(String text) {
      return "'" + text + "'";
    }

    @Override
    EventTableFactory tables() {
      return new AbstractEventTableFactory() {
        @Override
        protected String idColumnType() {
          return "bigserial";
        }

        @Override
        protected String payloadType() {
          return "text";
        }
      };
    }
  };

  private static final int CONNECTIONS = 32;

  private final String title;
  private final String driver;

  AxonEngine(String title, String driver) {
    this.title = title;
    this.driver = driver;
  }

  abstract JdbcEventStorageEngine on(HikariDataSource pool);

  EventTableFactory tables() {
    return PostgresEventTableFactory.INSTANCE;
  }

  /** A text of ours as SQL, of the type of a payload. */
  String literal(String text) {
    return "convert_to('" + text + "', 'UTF8')";
  }

  String title() {
    return title;
  }

  HikariDataSource pool(Cluster cluster, String database, int callers) {
    return cluster.pool(database, Math.min(callers, CONNECTIONS), driver);
  }

  /** A database with the tables. */
  void create(Cluster cluster, String database) {
    cluster.create(database);
    try (HikariDataSource pool = cluster.pool(database, 1)) {
      on(pool).createSchema(tables());
    }
  }

  private static JdbcEventStorageEngine.Builder builder(HikariDataSource pool) {
    Serializer serializer = Jackson3Serializer.builder().build();
    return JdbcEventStorageEngine.builder().connectionProvider(new DataSourceConnectionProvider(pool))
        .transactionManager(NoTransactionManager.INSTANCE).eventSerializer(serializer).snapshotSerializer(serializer);
  }
}
