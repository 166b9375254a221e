package io.anamnesis.query.insight.report;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.scheduling.support.CronExpression;

/**
 * When a report is due: five fields of cron (minute, hour, day of the month, month, day of the week) on the clock of a zone.
 * Where days of the month and of the week are both given, both must hold. A time that a clock's change leaves out is due as
 * much later; one that comes twice is due once.
 */
final class Schedule {
  static final ZoneId STANDARD_ZONE = ZoneId.of("Asia/Shanghai");

  private static final Pattern FIVE_FIELDS = Pattern.compile("\\S+( \\S+){4}");
  private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final CronExpression cron;
  private final ZoneId zone;

  private Schedule(CronExpression cron, ZoneId zone) {
    this.cron = cron;
    this.zone = zone;
  }

  /** @throws IllegalArgumentException if it is no such expression, or never due */
  static Schedule of(String cron, ZoneId zone) {
    if (!FIVE_FIELDS.matcher(cron).matches()) {
      throw new IllegalArgumentException("five fields are expected, a space between each");
    }
    // On the minute: nobody needs a report by the second.
    CronExpression expression = CronExpression.parse("0 " + cron);
    if (expression.next(LONG_AGO) == null) {
      throw new IllegalArgumentException("no day is like that");
    }
    return new Schedule(expression, zone);
  }

  /** The first instant later than another. */
  Optional<Instant> next(Instant after) {
    // By the clock on the wall: so a change of the clock neither doubles nor loses one.
    LocalDateTime due = cron.next(LocalDateTime.ofInstant(after, zone));
    while (due != null && !due.atZone(zone).toInstant().isAfter(after)) {
      due = cron.next(due);
    }
    return Optional.ofNullable(due).map(time -> time.atZone(zone).toInstant());
  }
}
