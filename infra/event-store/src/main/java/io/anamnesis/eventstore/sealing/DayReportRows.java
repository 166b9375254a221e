package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows of {@code log.day_report}. */
final class DayReportRows {
  private static final String INSERT = """
      insert into log.day_report (number, day, vkey, note) values (?, ?, ?, ?)""";

  private static final String BEFORE = """
      select number, day, vkey, note from log.day_report where number < ? order by number desc limit ?""";

  private static final String OF_DAY = """
      select number, day, vkey, note from log.day_report where day = ?""";

  private DayReportRows() {}

  static void insert(Connection connection, DayReport report, SignedDay signed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, report.number());
      statement.setObject(2, report.day());
      statement.setString(3, signed.key().text());
      statement.setString(4, signed.note().note());
      statement.executeUpdate();
    }
  }

  static Optional<SignedDay> last(Connection connection) throws SQLException {
    return before(connection, Long.MAX_VALUE, 1).stream().findFirst();
  }

  /** The newest first. */
  static List<SignedDay> before(Connection connection, long number, int limit) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BEFORE)) {
      statement.setLong(1, number);
      statement.setInt(2, limit);
      return read(statement);
    }
  }

  static Optional<SignedDay> of(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(OF_DAY)) {
      statement.setObject(1, day);
      return read(statement).stream().findFirst();
    }
  }

  private static List<SignedDay> read(PreparedStatement statement) throws SQLException {
    List<SignedDay> days = new ArrayList<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        days.add(read(row));
      }
    }
    return days;
  }

  /** @throws LogAltered if it is none, or another one's */
  private static SignedDay read(ResultSet row) throws SQLException {
    long number = row.getLong(1);
    LocalDate day = row.getObject(2, LocalDate.class);
    try {
      SignedDay signed = new SignedDay(VerifierKey.parse(row.getString(3)), SignedNote.parse(row.getString(4)));
      DayReport report = signed.report();
      if (report.number() == number && report.day().equals(day)) {
        return signed;
      }
    } catch (MalformedProof damaged) {
      // Told below.
    }
    throw new LogAltered(LogAltered.Finding.DAY_REPORT_DIFFERS, 0, "what is kept as the report of " + day + " is none");
  }
}
