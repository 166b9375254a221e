package io.anamnesis.query.purchase;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The length of a bucket, on the calendar of a site. */
public enum Period {
  DAY, MONTH, YEAR;

  /** The period of a word such as {@code month}. */
  public static Optional<Period> of(String word) {
    return Arrays.stream(values()).filter(period -> period.name().toLowerCase(Locale.ROOT).equals(word)).findFirst();
  }

  /** First instant of the local period in which the instant lies. */
  public Instant from(Instant instant, ZoneId zone) {
    LocalDate day = instant.atZone(zone).toLocalDate();
    return (switch (this) {
      case DAY -> day;
      case MONTH -> day.withDayOfMonth(1);
      case YEAR -> day.withDayOfYear(1);
    }).atStartOfDay(zone).toInstant();
  }
}
