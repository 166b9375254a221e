package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyCommands;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import org.axonframework.common.caching.Cache;

/** A log that holds accounts, which are wired as the command side wires them. */
final class AccountsLog implements AutoCloseable {
  /** As many connections as a node has for its log and for snapshots. */
  private static final int CONNECTIONS = 8;

  private final Cluster cluster;
  private final int callers;
  private final HikariDataSource pool;
  private final PostgresEventLog log;

  AccountsLog(Cluster cluster, String database, int callers) {
    this.cluster = cluster;
    this.callers = callers;
    this.pool = cluster.pool(database, CONNECTIONS);
    this.log = PostgresEventLog.open(LogConfiguration.of(pool));
  }

  /** Commands on so many accounts of customers whose names begin alike. */
  AccountCommands commands(String name, String customers, int accounts, Cache cache) {
    LoyaltyCommands commands = LoyaltyCommands.start(log, EventCatalogue.standard(), pool, cache);
    return new AccountCommands(cluster, name, commands, callers, new AccountCommands.Customers(customers, accounts));
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }
}
