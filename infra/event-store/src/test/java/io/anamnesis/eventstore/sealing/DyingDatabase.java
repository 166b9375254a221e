package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.Intercepted;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** A database whose connections are lost at a step that is told, before it is done or after it, as if the process had died there. */
final class DyingDatabase {
  private static final Set<String> STEPS = Set.of("createStatement", "prepareStatement", "commit", "rollback");

  private final DataSource sound;
  private int stepsLeft = Integer.MAX_VALUE;
  private boolean afterwards;

  DyingDatabase(DataSource sound) {
    this.sound = sound;
  }

  /** @param afterwards whether the step at which it dies is still done, unheard of */
  void dieAt(int step, boolean afterwards) {
    this.stepsLeft = step;
    this.afterwards = afterwards;
  }

  void live() {
    stepsLeft = Integer.MAX_VALUE;
  }

  boolean isDead() {
    return stepsLeft <= 0;
  }

  DataSource database() {
    return Intercepted.of(DataSource.class, (method, arguments) -> {
      Object answer = Intercepted.passOn(sound, method, arguments);
      return answer instanceof Connection connection ? dying(connection) : answer;
    });
  }

  private Connection dying(Connection connection) {
    return Intercepted.of(Connection.class, (method, arguments) -> {
      if (STEPS.contains(method.getName()) && --stepsLeft <= 0) {
        if (afterwards) {
          Intercepted.passOn(connection, method, arguments);
        }
        connection.abort(Runnable::run);
        throw new SQLException("died at " + method.getName(), "08006");
      }
      return Intercepted.passOn(connection, method, arguments);
    });
  }
}
