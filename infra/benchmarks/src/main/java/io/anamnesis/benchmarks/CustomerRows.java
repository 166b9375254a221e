package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.AxonReads.Purchase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** An Axon event handler that keeps one row per customer: how many purchases there are. */
abstract class CustomerRows {
  static final String CREATE = """
      create table customer_row (customer text primary key, purchases bigint not null)""";

  static final String PURCHASES = "select coalesce(sum(purchases), 0) from customer_row";

  private static final String EMPTY = """
      truncate customer_row""";

  final ConnectionProvider connections;

  private CustomerRows(ConnectionProvider connections) {
    this.connections = connections;
  }

  /** Before a replay, in its transaction. */
  @ResetHandler
  void empty() throws SQLException {
    try (Connection connection = connections.getConnection();
        PreparedStatement statement = connection.prepareStatement(EMPTY)) {
      statement.executeUpdate();
    }
  }

  /** Writes at every event. */
  static final class ByEvent extends CustomerRows {
    private static final String ADD = """
        insert into customer_row (customer, purchases) values (?, 1)
        on conflict (customer) do update set purchases = customer_row.purchases + 1""";

    ByEvent(ConnectionProvider connections) {
      super(connections);
    }

    @EventHandler
    void on(Purchase purchase, @SourceId String customer) throws SQLException {
      try (Connection connection = connections.getConnection();
          PreparedStatement add = connection.prepareStatement(ADD)) {
        add.setString(1, customer);
        add.executeUpdate();
      }
    }
  }

  /** Counts in memory, and writes one statement at the end of a batch. */
  static final class ByBatch extends CustomerRows {
    private static final String ADD = """
        insert into customer_row (customer, purchases)
        select fresh.customer, fresh.purchases from unnest(?, ?) as fresh (customer, purchases)
        on conflict (customer) do update set purchases = customer_row.purchases + excluded.purchases""";

    private static final String COUNTS = ByBatch.class.getName();

    ByBatch(ConnectionProvider connections) {
      super(connections);
    }

    @EventHandler
    void on(Purchase purchase, @SourceId String customer) {
      UnitOfWork<?> batch = CurrentUnitOfWork.get().root();
      Map<String, Long> counts = batch.getOrComputeResource(COUNTS, first -> {
        Map<String, Long> begun = new TreeMap<>();
        batch.onPrepareCommit(done -> write(begun));
        return begun;
      });
      counts.merge(customer, 1L, Long::sum);
    }

    private void write(Map<String, Long> counts) {
      try (Connection connection = connections.getConnection();
          PreparedStatement add = connection.prepareStatement(ADD)) {
        add.setArray(1, connection.createArrayOf("text", counts.keySet().toArray()));
        add.setArray(2, connection.createArrayOf("bigint", counts.values().toArray()));
        add.executeUpdate();
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }
  }
}
