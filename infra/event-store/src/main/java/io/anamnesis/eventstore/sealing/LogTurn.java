package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogHole;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.MalformedProof;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The sole right to add to what is sealed: one transaction under one lock, that all processes know. What was not committed by its
 * end is undone.
 */
final class LogTurn {
  /** The database lets go of it when his connection ends, or hangs. */
  private static final String TAKE = """
      set local idle_in_transaction_session_timeout = '30s';
      set local lock_timeout = '10s';
      select pg_advisory_xact_lock(%d)""";

  private static final long LOCK = 0x616E_616D_6E65_736BL;

  private LogTurn() {}

  /** What is done while it is this process's turn. */
  @FunctionalInterface
  interface Work<R> {
    R done(Connection connection) throws SQLException, InterruptedException;
  }

  /**
   * @throws LogAltered if what is in the database is not what was sealed
   * @throws LogUnavailable if the database could not be asked; to be tried again
   */
  static <R> R take(DataSource database, LogSchema schema, Work<R> work) throws InterruptedException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        try (Statement statement = connection.createStatement()) {
          statement.execute(TAKE.formatted(schema.lock(LOCK)));
        }
        return work.done(connection);
      } finally {
        connection.rollback();
      }
    } catch (LogHole hole) {
      throw LogAltered.of(hole);
    } catch (MalformedProof damaged) {
      throw new LogAltered(LogAltered.Finding.CHECKPOINT_DIFFERS, 0,
          "the last checkpoint or a statement in the database is none: " + damaged.getMessage());
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }
}
