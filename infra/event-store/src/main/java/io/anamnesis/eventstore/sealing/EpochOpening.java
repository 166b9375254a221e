package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.TreeHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Lets a log go on that was restored behind the last checkpoint that is known of it: a statement says what is gone and why, and is
 * the first thing that is recorded. Nothing else may run on the database meanwhile.
 */
public final class EpochOpening {
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
  public EpochOpening(EventLog log, DataSource database, LogSchema schema, LogKeyFiles files, Clock clock) {
    this.log = log;
    this.database = database;
    this.schema = schema;
    this.statements = new StatementRows(schema);
    this.checkpoints = new CheckpointRows(schema);
    this.files = files;
    this.clock = clock;
  }

  /**
   * To be called where {@link Sealer#refuseIfSetBack} refuses, and only there.
   *
   * @param reason as {@link NewEpoch#isReason} takes it
   * @throws LogAltered if the database that was restored is not itself what was sealed once: no statement makes that right
   */
  public NewEpoch open(String reason) throws InterruptedException {
    Succession after = LogTurn.take(database, schema, connection -> open(connection, reason));
    files.keep(after);
    return after.epochs().getLast();
  }

  private Succession open(Connection connection, String reason) throws SQLException {
    List<SignedNote> lost = files.agree(statements.read(connection));
    Succession before = files.succession();
    Checkpoint known = files.lastSigned().orElseThrow(
        () -> new IllegalStateException("no checkpoint is remembered outside of the database that it could be behind"));
    Optional<SealedCheckpoint> last = checkpoints.last(connection);
    // By itself it must be whole; what is remembered is what it is behind of.
    new SealCheck(log, schema, before, Optional.empty()).of(last, connection);
    TreeHead kept = last.map(sealed -> sealed.checkpoint().head()).orElse(TreeHead.EMPTY);
    SignedNote statement = new NewEpoch(known.origin(), before.notes().size() + 1L, before.epoch() + 1, known.head(),
        kept, reason, clock.instant().truncatedTo(ChronoUnit.MILLIS)).signedWith(files.key());
    Succession after = before.and(statement);
    statements.insert(connection, lost);
    statements.insert(connection, List.of(statement));
    connection.commit();
    return after;
  }
}
