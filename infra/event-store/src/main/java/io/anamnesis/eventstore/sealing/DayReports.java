package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogUnavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The reports of days that are signed; needs no key. */
public final class DayReports {
  private final DataSource database;

  public DayReports(DataSource database) {
    this.database = database;
  }

  public Optional<SignedDay> of(LocalDate day) {
    return ask(connection -> DayReportRows.of(connection, day));
  }

  /** Up to {@code limit} with numbers below one, the newest first. */
  public List<SignedDay> before(long number, int limit) {
    return ask(connection -> DayReportRows.before(connection, number, limit));
  }

  private <R> R ask(Question<R> question) {
    try (Connection connection = database.getConnection()) {
      return question.ask(connection);
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  /** A question to the database. */
  @FunctionalInterface
  private interface Question<R> {
    R ask(Connection connection) throws SQLException;
  }
}
