package io.anamnesis.query.insight.report;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads when a report shall be due: {@code {cron: …}}, or {@code {every: day | week | month, on: …, at: "06:00"}}; both with
 * {@code zone}.
 *
 * @param cron five fields
 */
record ScheduleForm(String cron, ZoneId zone) {
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final Pattern DAY_OF_MONTH = Pattern.compile("[1-9]|1[0-9]|2[0-8]");
  private static final Pattern TIME = Pattern.compile("(?:[01]?[0-9]|2[0-3]):[0-5][0-9]");

  static ScheduleForm read(Members schedule) {
    schedule.refuseOthers("cron", "every", "on", "at", "zone");
    ZoneId zone = schedule.text("zone").map(text -> zone(schedule, text)).orElse(Schedule.STANDARD_ZONE);
    if (schedule.text("cron").isEmpty()) {
      return new ScheduleForm(words(schedule), zone);
    }
    for (String other : List.of("every", "on", "at")) {
      if (schedule.text(other).isPresent()) {
        throw schedule.invalid(other, "problem.invalid.report-schedule");
      }
    }
    String cron = schedule.required("cron").replaceAll("\\s+", " ");
    try {
      Schedule.of(cron, zone);
    } catch (IllegalArgumentException none) {
      throw schedule.invalid("cron", "problem.invalid.report-cron");
    }
    return new ScheduleForm(cron, zone);
  }

  private static String words(Members schedule) {
    String every = schedule.text("every").orElseThrow(() -> schedule.invalid("", "problem.invalid.report-schedule"));
    String at = schedule.required("at");
    if (!TIME.matcher(at).matches()) {
      throw schedule.invalid("at", "problem.invalid.report-time");
    }
    LocalTime time = LocalTime.of(Integer.parseInt(at.substring(0, at.indexOf(':'))),
        Integer.parseInt(at.substring(at.indexOf(':') + 1)));
    String clock = time.getMinute() + " " + time.getHour() + " ";
    return switch (every) {
      case "day" -> {
        if (schedule.text("on").isPresent()) {
          throw schedule.invalid("on", "problem.invalid.report-schedule");
        }
        yield clock + "* * *";
      }
      case "week" -> clock + "* * " + weekday(schedule);
      case "month" -> clock + dayOfMonth(schedule) + " * *";
      default -> throw schedule.invalid("every", "problem.invalid.report-every");
    };
  }

  /** As cron counts: Monday is 1, Sunday 7. */
  private static int weekday(Members schedule) {
    int index = WEEKDAYS.indexOf(schedule.required("on").toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw schedule.invalid("on", "problem.invalid.report-weekday");
    }
    return index + 1;
  }

  private static String dayOfMonth(Members schedule) {
    String day = schedule.required("on").toLowerCase(Locale.ROOT);
    if (day.equals("last")) {
      return "L";
    }
    if (!DAY_OF_MONTH.matcher(day).matches()) {
      throw schedule.invalid("on", "problem.invalid.report-day");
    }
    return day;
  }

  private static ZoneId zone(Members schedule, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw schedule.invalid("zone", "problem.invalid.report-zone");
    }
  }
}
