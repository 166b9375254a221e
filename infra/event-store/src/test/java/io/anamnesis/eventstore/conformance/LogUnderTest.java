package io.anamnesis.eventstore.conformance;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.axon.LogStorageEngine;
import io.anamnesis.eventstore.axon.PostgresSnapshots;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;

/** Our log, with its snapshots. */
final class LogUnderTest implements EngineUnderTest {

  @Override
  public OpenEngine open(DataSource database, Duration timeout) {
    PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database).withTimeout(timeout));
    return new OpenLog(log, new LogStorageEngine(log, EventCatalogue.standard(),
        new PostgresSnapshots(database, Counter.class), UnaryOperator.identity()));
  }

  @Override
  public String table() {
    return "log.event";
  }

  @Override
  public String idColumn() {
    return "event_id";
  }

  @Override
  public boolean isDense() {
    return true;
  }

  private record OpenLog(PostgresEventLog log, EventStorageEngine engine) implements OpenEngine {
    @Override
    public void close() {
      log.close();
    }
  }
}
