package io.anamnesis.query.insight;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** From the first instant on, before the end. */
record KpiPeriod(Instant first, Instant end) {

  /**
   * @param from a date or an instant; null: from the beginning
   * @param to a date or an instant; null: without end
   * @param zone of dates
   * @throws io.anamnesis.web.ProblemException if one of them is neither
   */
  static KpiPeriod of(@Nullable String from, @Nullable String to, ZoneId zone) {
    return new KpiPeriod(from == null ? Instant.MIN : instant("from", from, zone),
        to == null ? Instant.MAX : instant("to", to, zone));
  }

  boolean holds(Instant instant) {
    return !instant.isBefore(first) && instant.isBefore(end);
  }

  private static Instant instant(String name, String text, ZoneId zone) {
    try {
      return text.length() == 10
          ? Rfc3339.date(text).atStartOfDay(zone).toInstant()
          : Rfc3339.instant(text.replace(' ', '+')).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.instant").exception();
    }
  }
}
