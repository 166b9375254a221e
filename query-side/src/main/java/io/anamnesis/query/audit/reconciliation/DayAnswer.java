package io.anamnesis.query.audit.reconciliation;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.eventstore.proof.Hash;
import io.anamnesis.eventstore.sealing.SignedDay;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A signed day.
 *
 * @param previous hash of the report of the day before; null of the first
 * @param hash of what is signed, by which the next one names it; as {@code previous}, SHA-256 in base64
 * @param key that has signed it
 * @param report what is signed, to the letter
 * @param note the whole of it as a signed note
 */
public record DayAnswer(LocalDate date, String zone, long number, long epoch, Positions positions, Tree tree,
    @Nullable String previous, String hash, String key, @JsonRawValue String report, Comparison comparison,
    String note) {

  /** @param first one more than {@code last} where nothing was recorded */
  public record Positions(long first, long last, long count) {
    static Positions of(DayReport report) {
      return new Positions(report.first(), report.at().size(), report.at().size() - report.first() + 1);
    }
  }

  /** The log's tree up to the day's last position. */
  public record Tree(long size, String root) {}

  static DayAnswer of(SignedDay signed, Comparison comparison) {
    DayReport report = signed.report();
    Hash previous = report.previous();
    return new DayAnswer(report.day(), report.zone().getId(), report.number(), report.epoch(), Positions.of(report),
        new Tree(report.at().size(), report.at().root().base64()), previous == null ? null : previous.base64(),
        report.hash().base64(), signed.key().text(), report.content(), comparison, signed.note().note());
  }
}
