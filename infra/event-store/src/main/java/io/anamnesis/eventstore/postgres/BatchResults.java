package io.anamnesis.eventstore.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The results of statements that were sent together. */
final class BatchResults {
  private BatchResults() {}

  /** The next statement has written all of so many rows, or none. */
  static boolean wroteAll(PreparedStatement statement, int rows) throws SQLException {
    if (statement.getMoreResults() || statement.getUpdateCount() != 0 && statement.getUpdateCount() != rows) {
      throw new SQLException("the log did not take the " + rows + " events that it was given");
    }
    return statement.getUpdateCount() == rows;
  }

  /** The result of the next statement. */
  static ResultSet next(PreparedStatement statement) throws SQLException {
    if (!statement.getMoreResults()) {
      throw new SQLException("the log's statement gave fewer results than it has parts");
    }
    return statement.getResultSet();
  }
}
