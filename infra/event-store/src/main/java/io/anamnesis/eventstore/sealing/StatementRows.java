package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.proof.KeyHandover;
import io.anamnesis.eventstore.proof.LogStatement;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of {@code log.statement}. */
record StatementRows(LogSchema schema) {
  private static final String READ = """
      select note from log.statement order by number""";

  private static final String INSERT = """
      insert into log.statement (number, kind, note) values (?, ?, ?)""";

  private static final String EPOCH = """
      select count(*) from log.statement where kind = 'epoch'""";

  List<SignedNote> read(Connection connection) throws SQLException {
    List<SignedNote> notes = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(READ));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        notes.add(SignedNote.parse(rows.getString(1)));
      }
    }
    return notes;
  }

  void insert(Connection connection, List<SignedNote> notes) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(INSERT))) {
      for (SignedNote note : notes) {
        LogStatement told = LogStatement.parse(note.text());
        statement.setLong(1, told.number());
        statement.setString(2, kind(told));
        statement.setString(3, note.note());
        statement.executeUpdate();
      }
    }
  }

  private static String kind(LogStatement statement) {
    return switch (statement) {
      case KeyHandover handover -> "handover";
      case NewEpoch opened -> "epoch";
    };
  }

  long epoch(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(EPOCH));
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
