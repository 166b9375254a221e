package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.NoteSignature;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;

/** A log's rows of {@code checkpoint} and {@code cosignature}. */
record CheckpointRows(LogSchema schema) {
  private static final String INSERT = """
      insert into log.checkpoint (size, root, sealed_at, vkey, note) values (?, ?, ?, ?, ?)""";

  private static final String LAST = """
      select vkey, note from log.checkpoint order by size desc limit 1""";

  private static final String AT_OR_AFTER = """
      select vkey, note from log.checkpoint where size >= ? order by size limit 1""";

  private static final String COSIGNATURES = """
      select line from log.cosignature where size = ? order by received_at, vkey""";

  private static final String COSIGN = """
      insert into log.cosignature (size, vkey, line) values (?, ?, ?) on conflict do nothing""";

  void insert(Connection connection, Checkpoint checkpoint, SealedCheckpoint sealed) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(INSERT))) {
      statement.setLong(1, checkpoint.size());
      statement.setBytes(2, checkpoint.root().bytes());
      statement.setObject(3, checkpoint.time().atOffset(ZoneOffset.UTC));
      statement.setString(4, sealed.key().text());
      statement.setString(5, sealed.note().note());
      statement.executeUpdate();
    }
  }

  /** As the log signed it, without witnesses. */
  Optional<SealedCheckpoint> last(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(LAST))) {
      return read(statement);
    }
  }

  /** The first that covers so many events, as the log signed it. */
  Optional<SealedCheckpoint> atOrAfter(Connection connection, long size) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(AT_OR_AFTER))) {
      statement.setLong(1, size);
      return read(statement);
    }
  }

  private static Optional<SealedCheckpoint> read(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next()
          ? Optional.of(new SealedCheckpoint(VerifierKey.parse(row.getString(1)), SignedNote.parse(row.getString(2))))
          : Optional.empty();
    }
  }

  SealedCheckpoint cosigned(Connection connection, SealedCheckpoint sealed) throws SQLException {
    SignedNote note = sealed.note();
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(COSIGNATURES))) {
      statement.setLong(1, sealed.size());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          note = note.with(NoteSignature.parse(rows.getString(1)));
        }
      }
    }
    return new SealedCheckpoint(sealed.key(), note);
  }

  /** Keeps the first of each witness; a second one is not kept. */
  void cosign(Connection connection, long size, VerifierKey witness, NoteSignature cosignature)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(schema.sql(COSIGN))) {
      statement.setLong(1, size);
      statement.setString(2, witness.text());
      statement.setString(3, cosignature.line());
      statement.executeUpdate();
    }
  }
}
