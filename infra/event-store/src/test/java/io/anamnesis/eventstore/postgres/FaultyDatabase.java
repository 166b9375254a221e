package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.Intercepted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A database whose connections fail as told: each fault befalls one commit of an append, in the order in which the faults
 * were added.
 */
public final class FaultyDatabase {

  /** What befalls a commit. */
  @FunctionalInterface
  public interface Fault {
    void commit(Connection connection) throws SQLException;
  }

  private final DataSource sound;
  private final Queue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean down;
  private volatile boolean keptOpen;

  public FaultyDatabase(DataSource sound) {
    this.sound = sound;
  }

  public FaultyDatabase with(Fault fault) {
    faults.add(fault);
    return this;
  }

  /** The connection is lost before the server has heard of the commit. */
  FaultyDatabase cutBeforeCommit() {
    return with(connection -> {
      connection.abort(Runnable::run);
      throw new SQLException("cut before the commit", "08006");
    });
  }

  /** The server has committed; its answer is lost. */
  FaultyDatabase cutAfterCommit() {
    return with(connection -> {
      connection.commit();
      connection.abort(Runnable::run);
      throw new SQLException("cut after the commit", "08006");
    });
  }

  /** As {@link #cutAfterCommit}, and no connection can be had from then on. */
  FaultyDatabase goDownAfterCommit() {
    return with(connection -> {
      connection.commit();
      connection.abort(Runnable::run);
      down = true;
      throw new SQLException("down after the commit", "08006");
    });
  }

  /** From now on nobody tells the server that a connection was given up. */
  void keepOpen() {
    keptOpen = true;
  }

  void comeUp() {
    down = false;
  }

  /** What has befallen nobody yet never will. */
  void forgetFaults() {
    faults.clear();
  }

  /** How many connections were given out so far. */
  public int connections() {
    return connections.get();
  }

  public DataSource database() {
    return Intercepted.of(DataSource.class, (method, arguments) -> {
      if (method.getName().equals("isWrapperFor")) {
        return false;
      }
      Object answer = Intercepted.passOn(sound, method, arguments);
      if (down && answer instanceof Connection connection) {
        connection.close();
        throw new SQLException("the database is down", "08001");
      }
      return answer instanceof Connection connection ? counted(connection) : answer;
    });
  }

  private Connection counted(Connection connection) {
    connections.incrementAndGet();
    return faulty(connection);
  }

  private Connection faulty(Connection connection) {
    return Intercepted.of(Connection.class, (method, arguments) -> {
      if (keptOpen && (method.getName().equals("abort") || method.getName().equals("close"))) {
        return null;
      }
      Object answer = Intercepted.passOn(connection, method, arguments);
      return answer instanceof PreparedStatement statement
          && ((String) arguments[0]).contains("insert into log.event")
              ? faulty(connection, statement)
              : answer;
    });
  }

  /** The statement that inserts commits, too. */
  private PreparedStatement faulty(Connection connection, PreparedStatement insert) {
    return Intercepted.of(PreparedStatement.class, (method, arguments) -> {
      Fault fault = method.getName().equals("execute") ? faults.poll() : null;
      if (fault == null) {
        return Intercepted.passOn(insert, method, arguments);
      }
      fault.commit(Intercepted.of(Connection.class, (onConnection, given) -> onConnection.getName().equals("commit")
          ? insert.execute()
          : Intercepted.passOn(connection, onConnection, given)));
      return false;
    });
  }
}
