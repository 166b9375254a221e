package io.anamnesis.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.command.loyalty.LoyaltyConfiguration;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import io.anamnesis.projections.Policy;
import javax.sql.DataSource;
import org.axonframework.common.caching.Cache;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

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
    AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    // Without a name for the method to call at the end: what is shared outlives each context.
    context.registerBean(EventLog.class, () -> log, bean -> bean.setDestroyMethodName(""));
    context.registerBean(DataSource.class, () -> pool, bean -> bean.setDestroyMethodName(""));
    context.registerBean(EventCatalogue.class, EventCatalogue::standard);
    context.registerBean(Cache.class, () -> cache);
    context.register(LoyaltyConfiguration.class);
    context.refresh();
    return new AccountCommands(cluster, name, context, context.getBean(Policy.class), callers,
        new AccountCommands.Customers(customers, accounts));
  }

  @Override
  public void close() {
    log.close();
    pool.close();
  }
}
