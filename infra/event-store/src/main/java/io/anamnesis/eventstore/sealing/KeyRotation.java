package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.KeyHandover;
import io.anamnesis.eventstore.proof.LogStatement;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.Succession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Hands the log over to a new key. The new key is on the disk before the statement is in the database, and takes the place of the
 * old one after: whenever a process dies, the one whose turn it is can be found.
 */
public final class KeyRotation {
  private final EventLog log;
  private final DataSource database;
  private final LogSchema schema;
  private final StatementRows statements;
  private final CheckpointRows checkpoints;
  private final LogKeyFiles files;
  private final Clock clock;

  /**
   * @param schema of the log
   * @param clock for the time of the statement
   */
  public KeyRotation(EventLog log, DataSource database, LogSchema schema, LogKeyFiles files, Clock clock) {
    this.log = log;
    this.database = database;
    this.schema = schema;
    this.statements = new StatementRows(schema);
    this.checkpoints = new CheckpointRows(schema);
    this.files = files;
    this.clock = clock;
  }

  /**
   * @return what both keys have signed
   * @throws LogAltered if what is in the database is not what was sealed: nothing is handed over then
   * @throws LogUnavailable if the database could not be asked, or nothing is sealed yet; to be tried again
   */
  public KeyHandover rotate() throws InterruptedException {
    Succession after = LogTurn.take(database, schema, this::rotate);
    files.keep(after);
    return (KeyHandover) LogStatement.parse(after.notes().getLast().text());
  }

  private Succession rotate(Connection connection) throws SQLException {
    List<SignedNote> lost = files.agree(statements.read(connection));
    Optional<SealedCheckpoint> last = checkpoints.last(connection);
    Succession before = files.succession();
    SealCheck check = SealCheck.of(log, schema, before, files.lastSigned());
    check.of(last, connection);
    if (last.isEmpty() || !lost.isEmpty() || check.ahead(last.get().size()).isPresent()) {
      throw new LogUnavailable(new SQLException("the log is not sealed yet"));
    }
    SignedNote statement = handover(last.get().checkpoint(), before);
    Succession after = before.and(statement);
    statements.insert(connection, List.of(statement));
    connection.commit();
    return after;
  }

  private SignedNote handover(Checkpoint at, Succession before) {
    SignerKey old = files.key();
    SignerKey next = files.makeNext();
    return new KeyHandover(at.origin(), before.notes().size() + 1L, old.verifier(), next.verifier(), before.epoch(),
        at.head(), clock.instant().truncatedTo(ChronoUnit.MILLIS)).signedWith(old, next);
  }
}
