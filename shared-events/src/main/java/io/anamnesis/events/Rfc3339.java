package io.anamnesis.events;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * Instants and dates as sources write them: RFC 3339, section 5.6, to the nanosecond. Read digit by digit, since whoever
 * reads the log reads many: a {@link java.time.format.DateTimeFormatter} takes many times as long.
 */
public final class Rfc3339 {
  private static final int END_OF_DATE = "2026-03-01".length();
  private static final int END_OF_SECONDS = "2026-03-01T10:15:00".length();

  private Rfc3339() {}

  /** @throws IllegalArgumentException if the text is no date-time with offset; the message does not contain the text */
  public static OffsetDateTime instant(String text) {
    int zone = text.length() - (isOneOf("Zz", text, text.length() - 1) ? "Z" : "+08:00").length();
    if (zone >= END_OF_SECONDS && isOneOf("Tt", text, END_OF_DATE)) {
      try {
        return OffsetDateTime.of(day(text), time(text, zone), offset(text, zone));
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
      return text.length() == END_OF_DATE ? day(text) : instant(text).toLocalDate();
    } catch (DateTimeException | IllegalArgumentException neither) {
      throw new IllegalArgumentException("an ISO 8601 date is expected, for example \"2026-03-01\"");
    }
  }

  /** @throws IllegalArgumentException if the text is no calendar date; the message does not contain the text */
  public static LocalDate date(String text) {
    // No date-time is as short as a date.
    return dateIn(text.length() == END_OF_DATE ? text : "");
  }

  private static LocalDate day(String text) {
    expect('-', text, 4);
    expect('-', text, 7);
    return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, END_OF_DATE));
  }

  private static LocalTime time(String text, int end) {
    expect(':', text, 13);
    expect(':', text, 16);
    return LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, END_OF_SECONDS),
        nanos(text, end));
  }

  private static int nanos(String text, int end) {
    if (end == END_OF_SECONDS) {
      return 0;
    }
    expect('.', text, END_OF_SECONDS);
    int digits = end - END_OF_SECONDS - 1;
    if (digits > 9) {
      throw new DateTimeException("no clock is as fine");
    }
    int nanos = number(text, END_OF_SECONDS + 1, end);
    for (int i = digits; i < 9; i++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static ZoneOffset offset(String text, int from) {
    if (from == text.length() - 1) {
      return ZoneOffset.UTC;
    }
    expect(':', text, from + 3);
    int sign = isOneOf("-", text, from) ? -1 : 1;
    if (sign > 0) {
      expect('+', text, from);
    }
    return ZoneOffset.ofHoursMinutes(sign * number(text, from + 1, from + 3), sign * number(text, from + 4, from + 6));
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new DateTimeException("a digit is expected");
      }
      number = number * 10 + digit;
    }
    if (from == to) {
      throw new DateTimeException("a digit is expected");
    }
    return number;
  }

  private static void expect(char expected, String text, int at) {
    if (text.charAt(at) != expected) {
      throw new DateTimeException("another sign is expected");
    }
  }

  private static boolean isOneOf(String expected, String text, int at) {
    return at >= 0 && expected.indexOf(text.charAt(at)) >= 0;
  }
}
