package io.anamnesis.eventstore.conformance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.LogStorageEngine;
import io.anamnesis.eventstore.axon.SnapshotStore;
import io.anamnesis.eventstore.postgres.FaultyDatabase;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** Our log on a database of its own, whose commits pause or fail as told. */
final class LogUnderTest implements EngineUnderTest {
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final FaultyDatabase faulty = new FaultyDatabase(database);
  private final PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(faulty.database()));
  private final LogStorageEngine engine =
      new LogStorageEngine(log, EventCatalogue.standard(), SnapshotStore.NONE);

  @Override
  public EventStorageEngine engine() {
    return engine;
  }

  @Override
  public DataSource database() {
    return database;
  }

  /** The fault befalls the next commit, which may be that of a batch with others in it. */
  @Override
  public void append(List<? extends EventMessage<?>> events, Runnable pause, boolean rollBack) {
    faulty.with(connection -> {
      pause.run();
      if (rollBack) {
        connection.rollback();
        throw new SQLException("rolled back", "40001");
      }
      connection.commit();
    });
    engine.appendEvents(events);
  }

  @Override
  public void close() {
    log.close();
    database.close();
  }
}
