package io.anamnesis.eventstore.conformance;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.jspecify.annotations.Nullable;

/** Axon's own JDBC engine as it comes, each append in a transaction of its own. */
final class StockJdbcEngine implements EngineUnderTest {
  private final HikariDataSource database = TestPostgres.shared().freshDatabase();
  private final ThreadLocal<@Nullable Connection> writing = new ThreadLocal<>();
  private final JdbcEventStorageEngine engine;
  private final EventStorageEngine appending;

  StockJdbcEngine() {
    ConnectionProvider connections = () -> {
      Connection own = writing.get();
      return own == null ? database.getConnection() : leftOpen(own);
    };
    var serializer = Jackson3Serializer.builder().build();
    engine = JdbcEventStorageEngine.builder().connectionProvider(connections)
        .transactionManager(NoTransactionManager.INSTANCE).eventSerializer(serializer).snapshotSerializer(serializer)
        .persistenceExceptionResolver(StockJdbcEngine::isDuplicateKey)
        .build();
    engine.createSchema(PostgresEventTableFactory.INSTANCE);
    appending = appending(engine);
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

  /** The engine closes what it was given; the transaction is not the engine's. */
  private static Connection leftOpen(Connection connection) {
    return (Connection) Proxy.newProxyInstance(StockJdbcEngine.class.getClassLoader(), new Class<?>[]{Connection.class},
        (proxy, method, arguments) -> method.getName().equals("close") ? null : invoke(connection, method, arguments));
  }

  private EventStorageEngine appending(EventStorageEngine stock) {
    return (EventStorageEngine) Proxy.newProxyInstance(StockJdbcEngine.class.getClassLoader(),
        new Class<?>[]{EventStorageEngine.class}, (proxy, method, arguments) -> {
          if (method.getName().equals("appendEvents") && arguments[0] instanceof List<?> events) {
            append(events.stream().<EventMessage<?>>map(event -> (EventMessage<?>) event).toList(), () -> {}, false);
            return null;
          }
          return invoke(stock, method, arguments);
        });
  }

  private static @Nullable Object invoke(Object target, Method method, @Nullable Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw failed.getCause();
    }
  }

  @Override
  public EventStorageEngine engine() {
    return appending;
  }

  @Override
  public DataSource database() {
    return database;
  }

  @Override
  public void append(List<? extends EventMessage<?>> events, Runnable pause, boolean rollBack) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      writing.set(connection);
      try {
        engine.appendEvents(events);
        pause.run();
        if (rollBack) {
          throw new IllegalStateException("rolled back");
        }
        connection.commit();
      } catch (RuntimeException | SQLException failed) {
        connection.rollback();
        throw failed;
      } finally {
        writing.remove();
      }
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
