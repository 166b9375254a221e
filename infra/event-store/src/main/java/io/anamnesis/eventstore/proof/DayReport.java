package io.anamnesis.eventstore.proof;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a log says of one of its days: which positions were recorded on it, and what they add up to. Signed by the log's key as a note;
 * the form is told in {@code docs/reference/day-report.md}. Its first line is a tag that neither a checkpoint nor a statement begins
 * with.
 *
 * @param origin name of the log
 * @param number of the report, from 1 on, without a gap
 * @param epoch that the log was in
 * @param zone in which the day begins and ends
 * @param first position of the day; one more than the size of {@code at} where nothing was recorded
 * @param at the tree of the log up to the day's last position
 * @param previous hash of the report of the day before; null of the first
 * @param content one line of JSON
 */
public record DayReport(String origin, long number, long epoch, LocalDate day, ZoneId zone, long first, TreeHead at,
    @Nullable Hash previous, String content) {
  static final String TAG = "anamnesis-day-report/v1";
  private static final String NONE = "none";

  public DayReport {
    KeyName.checked(origin);
    if (number < 1 || epoch < 0 || first < 1 || first > at.size() + 1) {
      throw new MalformedProof("a report is counted from 1, and its positions are a stretch of the log");
    }
    if (previous == null != (number == 1)) {
      throw new MalformedProof("the first report alone follows none");
    }
    if (content.isEmpty() || content.chars().anyMatch(c -> c < ' ')) {
      throw new MalformedProof("the content of a report is one line");
    }
  }

  /** Whether a text says that it is one; whether it is, {@link #parse} tells. */
  public static boolean isMeant(String text) {
    return text.startsWith(TAG + "\n");
  }

  /**
   * @param text of a note whose signature was verified, or shall be
   * @throws MalformedProof if it is no report, to the letter
   */
  public static DayReport parse(String text) {
    StatementLines lines = StatementLines.of(text);
    if (!lines.plain().equals(TAG)) {
      throw new MalformedProof("a report of a day begins with " + TAG);
    }
    String origin = lines.plain();
    long number = lines.number("number");
    long epoch = lines.number("epoch");
    String[] day = lines.after("day").split(" ", 2);
    long first = lines.number("from");
    TreeHead at = TreeHead.parse(lines.after("at"));
    String previous = lines.after("previous");
    DayReport report = new DayReport(origin, number, epoch, date(day[0]), zone(day.length == 2 ? day[1] : ""), first,
        at, previous.equals(NONE) ? null : Hash.parse(previous), lines.plain());
    if (!report.text().equals(text)) {
      throw new MalformedProof("a report is written in one way only");
    }
    return report;
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException refused) {
      throw new MalformedProof("a day is told as year, month and day");
    }
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException refused) {
      throw new MalformedProof("a day is told with its time zone");
    }
  }

  /** What is signed, with its last newline. */
  public String text() {
    return TAG + "\n" + origin + "\nnumber " + number + "\nepoch " + epoch + "\nday " + day + " " + zone + "\nfrom "
        + first + "\nat " + at.text() + "\nprevious " + (previous == null ? NONE : previous.base64()) + "\n" + content
        + "\n";
  }

  /** SHA-256 of {@link #text}: by this the report of the next day names it. */
  public Hash hash() {
    return Hash.sha256(text().getBytes(StandardCharsets.UTF_8));
  }

  public SignedNote signedWith(SignerKey key) {
    return new SignedNote(text(), List.of(key.sign(text())));
  }
}
