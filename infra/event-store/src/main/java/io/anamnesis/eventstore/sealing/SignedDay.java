package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;

/**
 * A report of a day as it is kept.
 *
 * @param key that has signed it
 */
public record SignedDay(VerifierKey key, SignedNote note) {
  public DayReport report() {
    return DayReport.parse(note.text());
  }
}
