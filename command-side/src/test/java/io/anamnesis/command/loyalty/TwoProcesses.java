package io.anamnesis.command.loyalty;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.util.function.UnaryOperator;

/** Two processes that decide on one log, each with a cache of its own. */
final class TwoProcesses implements AutoCloseable {
  final PostgresEventLog log;
  final LoyaltyCommands one;
  final LoyaltyCommands other;
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();

  TwoProcesses() {
    this(UnaryOperator.identity());
  }

  /** @param others how the log is to the other process */
  TwoProcesses(UnaryOperator<EventLog> others) {
    log = PostgresEventLog.open(LogConfiguration.of(database));
    one = process(log);
    other = process(others.apply(log));
  }

  private LoyaltyCommands process(EventLog on) {
    return LoyaltyCommands.start(on, EventCatalogue.standard(), database, new AggregateCache());
  }

  @Override
  public void close() {
    one.close();
    other.close();
    log.close();
    database.close();
  }
}
