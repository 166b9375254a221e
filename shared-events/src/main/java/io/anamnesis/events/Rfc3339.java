package io.anamnesis.events;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Instants and dates as sources write them: RFC 3339, section 5.6, to the nanosecond. */
public final class Rfc3339 {
  private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern INSTANT =
      Pattern.compile(DATE + "[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");

  private Rfc3339() {}

  /** @throws IllegalArgumentException if the text is no date-time with offset; the message does not contain the text */
  public static OffsetDateTime instant(String text) {
    if (INSTANT.matcher(text).matches()) {
      try {
        return OffsetDateTime.parse(text);
      } catch (DateTimeException noSuchInstant) {
        // told below, without the text
      }
    }
    throw new IllegalArgumentException(
        "an RFC 3339 date-time with offset is expected, for example \"2026-03-01T10:15:00+08:00\"");
  }

  /**
   * A calendar date; of a date-time, its date as told, on the clock of its own offset.
   *
   * @throws IllegalArgumentException if the text is neither; the message does not contain the text
   */
  public static LocalDate dateIn(String text) {
    try {
      return DATE.matcher(text).matches() ? LocalDate.parse(text) : instant(text).toLocalDate();
    } catch (DateTimeException | IllegalArgumentException neither) {
      throw new IllegalArgumentException("an ISO 8601 date is expected, for example \"2026-03-01\"");
    }
  }

  /** @throws IllegalArgumentException if the text is no calendar date; the message does not contain the text */
  public static LocalDate date(String text) {
    if (!DATE.matcher(text).matches()) {
      throw new IllegalArgumentException("an ISO 8601 date is expected, for example \"2026-03-01\"");
    }
    return dateIn(text);
  }
}
