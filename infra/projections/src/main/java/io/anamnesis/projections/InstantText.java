package io.anamnesis.projections;

import java.time.Instant;

/** Instants as {@link Instant#toString} tells them, of years of four digits without its formatter. */
final class InstantText {
  private static final long SECONDS_A_DAY = 86_400;
  private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
  /** From 0000-03-01, where a year of this reckoning begins: its leap day is its last. */
  private static final long DAYS_TO_1970 = 719_468;
  private static final int DAYS_IN_400_YEARS = 146_097;

  private InstantText() {}

  static TextBytes append(TextBytes text, Instant instant) {
    long seconds = instant.getEpochSecond();
    if (seconds < FIRST || seconds > LAST) {
      return text.ascii(instant.toString());
    }
    date(text, Math.floorDiv(seconds, SECONDS_A_DAY) + DAYS_TO_1970);
    int ofDay = (int) Math.floorMod(seconds, SECONDS_A_DAY);
    text.ascii('T').twoDigits(ofDay / 3_600);
    text.ascii(':').twoDigits(ofDay / 60 % 60);
    text.ascii(':').twoDigits(ofDay % 60);
    fraction(text, instant.getNano());
    return text.ascii('Z');
  }

  /** The civil date of a day: eras of 400 years, in which years begin in March. */
  private static void date(TextBytes text, long day) {
    long era = Math.floorDiv(day, DAYS_IN_400_YEARS);
    int ofEra = (int) Math.floorMod(day, DAYS_IN_400_YEARS);
    int yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365;
    int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int monthFromMarch = (5 * ofYear + 2) / 153;
    int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
    text.twoDigits(year / 100).twoDigits(year % 100);
    text.ascii('-').twoDigits(month);
    text.ascii('-').twoDigits(ofYear - (153 * monthFromMarch + 2) / 5 + 1);
  }

  /** None, or as many groups of three digits as it takes. */
  private static void fraction(TextBytes text, int nanos) {
    if (nanos == 0) {
      return;
    }
    three(text.ascii('.'), nanos / 1_000_000);
    if (nanos % 1_000_000 != 0) {
      three(text, nanos / 1_000 % 1_000);
      if (nanos % 1_000 != 0) {
        three(text, nanos % 1_000);
      }
    }
  }

  private static void three(TextBytes text, int number) {
    text.ascii((char) ('0' + number / 100)).twoDigits(number % 100);
  }
}
