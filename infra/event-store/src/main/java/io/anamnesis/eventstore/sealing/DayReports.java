package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The reports of days that are signed; needs no key. Each is held against the keys that the database tells of before it is given out;
 * whoever changes those too is found out by who knows a key from elsewhere.
 */
public final class DayReports {
  private final DataSource database;

  public DayReports(DataSource database) {
    this.database = database;
  }

  /** @throws LogAltered if it is not one that the log has signed */
  public Optional<SignedDay> of(LocalDate day) {
    return ask(connection -> signed(connection, DayReportRows.of(connection, day).stream().toList())).stream()
        .findFirst();
  }

  /**
   * Up to {@code limit} with numbers below one, the newest first.
   *
   * @throws LogAltered if one is not one that the log has signed
   */
  public List<SignedDay> before(long number, int limit) {
    return ask(connection -> signed(connection, DayReportRows.before(connection, number, limit)));
  }

  private static List<SignedDay> signed(Connection connection, List<SignedDay> days) throws SQLException {
    if (!days.isEmpty()) {
      VerifierKey sole = new CheckpointRows(LogSchema.LOG).last(connection).map(SealedCheckpoint::key)
          .orElse(days.getFirst().key());
      Succession succession = Succession.of(new StatementRows(LogSchema.LOG).read(connection), sole);
      days.forEach(day -> day.refuseIfForged(succession));
    }
    return days;
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
