package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogSchema;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.MerkleTree;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Subtree;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.TreeHead;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Signs reports of days, each once: under the sealer's lock it is looked whether the report goes on from the last one that there is,
 * so that of several processes one signs and the others find that it is done.
 */
public final class DaySigning {
  private static final int READ_AT_ONCE = 20;

  private final EventLog log;
  private final DataSource database;
  private final LogKeyFiles files;

  public DaySigning(EventLog log, DataSource database, LogKeyFiles files) {
    this.log = log;
    this.database = database;
    this.files = files;
  }

  /**
   * A day that is over.
   *
   * @param before the report that it follows; null where there is none
   * @param last position of the day, or of those before it where nothing was recorded
   * @param content one line of JSON
   */
  public record ClosedDay(@Nullable SignedDay before, LocalDate day, ZoneId zone, long last, String content) {
    DayReport report(String origin, long epoch, Hash root) {
      DayReport previous = before == null ? null : before.report();
      return new DayReport(origin, previous == null ? 1 : previous.number() + 1, epoch, day, zone,
          previous == null ? 1 : previous.at().size() + 1, new TreeHead(last, root),
          previous == null ? null : previous.hash(), content);
    }
  }

  /**
   * The last report; empty where there is none.
   *
   * @throws LogAltered if it is not one that the log has signed
   */
  public Optional<SignedDay> last() throws InterruptedException {
    return LogTurn.take(database, LogSchema.LOG, connection -> {
      Optional<SignedDay> last = DayReportRows.last(connection);
      files.agree(new StatementRows(LogSchema.LOG).read(connection));
      last.ifPresent(day -> day.refuseIfForged(files.succession()));
      return last;
    });
  }

  /**
   * Looks at each report, back from one.
   *
   * @param from one that is signed
   * @throws LogAltered if one before it is not one that the log has signed, or not the one from which the next goes on
   */
  public void refuseIfAlteredBefore(SignedDay from) {
    try (Connection connection = database.getConnection()) {
      DayReport later = from.report();
      for (List<SignedDay> page = before(connection, later); !page.isEmpty(); page = before(connection, later)) {
        for (SignedDay day : page) {
          day.refuseIfForged(files.succession());
          day.refuseIfNotBefore(later);
          later = day.report();
        }
      }
      if (later.number() != 1) {
        throw differs(later.first() - 1, "the report before that of " + later.day() + " is missing");
      }
    } catch (SQLException failed) {
      throw new LogUnavailable(failed);
    }
  }

  private static List<SignedDay> before(Connection connection, DayReport later) throws SQLException {
    return DayReportRows.before(connection, later.number(), READ_AT_ONCE);
  }

  /**
   * @return false if another process has signed meanwhile: nothing is signed then
   * @throws IllegalStateException if it is longer than what can be read again; nothing is signed then
   * @throws LogAltered if what is in the database is not what was sealed; nothing is signed then
   * @throws LogUnavailable if the database could not be asked, or is not sealed so far; to be tried again
   */
  public boolean sign(ClosedDay day) throws InterruptedException {
    return LogTurn.take(database, LogSchema.LOG, connection -> sign(day, connection));
  }

  private boolean sign(ClosedDay day, Connection connection) throws SQLException {
    if (!DayReportRows.last(connection).equals(Optional.ofNullable(day.before))) {
      return false;
    }
    Checkpoint upTo = checked(connection, day.last);
    DayReport report = day.report(upTo.origin(), files.succession().epoch(), root(connection, day.last, upTo));
    SignedNote note = report.signedWith(files.key());
    refuseIfUnreadable(note, report);
    DayReportRows.insert(connection, report, new SignedDay(files.key().verifier(), note));
    connection.commit();
    return true;
  }

  /** All that follows goes on from what is read of it. */
  private static void refuseIfUnreadable(SignedNote note, DayReport report) {
    try {
      if (DayReport.parse(SignedNote.parse(note.note()).text()).equals(report)) {
        return;
      }
    } catch (MalformedProof tooLong) {
      // Told below: whose words these are is not known here.
    }
    throw new IllegalStateException("the report of " + report.day() + " could not be read again, and is not signed");
  }

  /** As before a checkpoint: nothing is signed over a log that is not what was sealed. */
  private Checkpoint checked(Connection connection, long size) throws SQLException {
    boolean agreed = files.agree(new StatementRows(LogSchema.LOG).read(connection)).isEmpty();
    Optional<SealedCheckpoint> last = new CheckpointRows(LogSchema.LOG).last(connection);
    Succession succession = files.succession();
    SealCheck check = SealCheck.of(log, LogSchema.LOG, succession, files.lastSigned());
    check.of(last, connection);
    if (!agreed || last.isEmpty() || last.get().size() < size || check.ahead(last.get().size()).isPresent()) {
      throw new LogUnavailable(new SQLException("the log is not sealed so far"));
    }
    return last.get().checkpoint();
  }

  private static Hash root(Connection connection, long size, Checkpoint upTo) throws SQLException {
    TileRows tiles = new TileRows(LogSchema.LOG);
    Hash root =
        size == 0 ? MerkleTree.EMPTY_ROOT : tiles.hashes(connection, List.of(new Subtree(0, size))).getFirst();
    List<Hash> path = tiles.hashes(connection, Consistency.path(size, upTo.size()));
    if (!Consistency.verify(size, root, upTo.size(), upTo.root(), path)) {
      throw differs(size, "the tiles up to " + size + " do not lead to the last checkpoint");
    }
    return root;
  }

  private static LogAltered differs(long position, String what) {
    return new LogAltered(LogAltered.Finding.DAY_REPORT_DIFFERS, position, what);
  }
}
