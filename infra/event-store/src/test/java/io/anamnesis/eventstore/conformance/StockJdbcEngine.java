package io.anamnesis.eventstore.conformance;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.eventsourcing.snapshotting.RevisionSnapshotFilter;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/** Axon's own JDBC engine as it comes, each append in a transaction of its own. */
final class StockJdbcEngine implements EngineUnderTest {

  @Override
  public OpenEngine open(DataSource database, Duration timeout) {
    ThreadTransactions transactions = new ThreadTransactions(database);
    var serializer = Jackson3Serializer.builder().build();
    JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder().connectionProvider(transactions)
        .transactionManager(transactions).eventSerializer(serializer).snapshotSerializer(serializer)
        .snapshotFilter(RevisionSnapshotFilter.builder().type("Counter").revision("2").build())
        .persistenceExceptionResolver(StockJdbcEngine::isDuplicateKey).build();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
    return new OpenStock(engine);
  }

  /** The resolvers that come with it know PostgreSQL through JPA only. */
  private static boolean isDuplicateKey(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && "23505".equals(refused.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String table() {
    return "DomainEventEntry";
  }

  @Override
  public String idColumn() {
    return "eventIdentifier";
  }

  @Override
  public boolean isDense() {
    return false;
  }

  private record OpenStock(EventStorageEngine engine) implements OpenEngine {
    @Override
    public void close() {
      // It holds nothing but connections of the pool while it works.
    }
  }
}
