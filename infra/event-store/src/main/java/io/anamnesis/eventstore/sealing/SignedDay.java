package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.util.Objects;

/**
 * A report of a day as it is kept.
 *
 * @param key that has signed it
 */
public record SignedDay(VerifierKey key, SignedNote note) {
  public DayReport report() {
    return DayReport.parse(note.text());
  }

  /** @throws LogAltered if it is not one that the log has signed */
  void refuseIfForged(Succession succession) {
    if (!succession.keys().contains(key) || !note.isSignedBy(key) || !succession.signed(note, report())) {
      throw differs("is not signed by the log's key");
    }
  }

  /**
   * @param later the next report
   * @throws LogAltered if that does not go on from this one
   */
  void refuseIfNotBefore(DayReport later) {
    DayReport report = report();
    if (later.number() != report.number() + 1 || later.first() != report.at().size() + 1
        || !Objects.equals(report.hash(), later.previous())) {
      throw differs("is not the one from which that of " + later.day() + " goes on");
    }
  }

  private LogAltered differs(String what) {
    return new LogAltered(LogAltered.Finding.DAY_REPORT_DIFFERS, report().at().size(),
        "the report of " + report().day() + " " + what);
  }
}
