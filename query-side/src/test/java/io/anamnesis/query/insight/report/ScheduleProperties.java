package io.anamnesis.query.insight.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ScheduleProperties {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  @Property(tries = 50)
  void the_next_instant_is_the_first_minute_that_the_fields_name(@ForAll @IntRange(max = 59) int minute,
      @ForAll @IntRange(max = 23) int hour, @ForAll @IntRange(min = 1, max = 7) int weekday,
      @ForAll @IntRange(max = 600_000) int after) {
    ZoneId zone = ZoneId.of("Asia/Shanghai");
    Instant start = FROM.plusSeconds(after * 60L);

    Instant next = Schedule.of(minute + " " + hour + " * * " + weekday, zone).next(start).orElseThrow();

    ZonedDateTime walk = start.atZone(zone).truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    while (walk.getMinute() != minute || walk.getHour() != hour || walk.getDayOfWeek().getValue() != weekday) {
      walk = walk.plusMinutes(1);
    }
    assertThat(next).isEqualTo(walk.toInstant());
  }

  @Example
  void the_last_day_of_a_month_is_the_last_of_each() {
    Schedule schedule = Schedule.of("0 6 L * *", ZoneId.of("Asia/Shanghai"));

    Instant january = schedule.next(FROM).orElseThrow();
    Instant february = schedule.next(january).orElseThrow();

    assertThat(january).isEqualTo("2026-01-30T22:00:00Z");
    assertThat(february).isEqualTo("2026-02-27T22:00:00Z");
  }

  @Example
  void a_time_that_comes_twice_is_due_once_and_one_that_is_left_out_as_much_later() {
    Schedule nightly = Schedule.of("30 2 * * *", ZoneId.of("Europe/Berlin"));
    Instant beforeSpring = Instant.parse("2026-03-28T12:00:00Z");
    Instant beforeAutumn = Instant.parse("2026-10-24T12:00:00Z");

    Instant spring = nightly.next(beforeSpring).orElseThrow();
    Instant autumn = nightly.next(beforeAutumn).orElseThrow();

    assertThat(spring).isEqualTo("2026-03-29T01:30:00Z");
    assertThat(Duration.between(autumn, nightly.next(autumn).orElseThrow())).isGreaterThan(Duration.ofHours(23));
  }

  @Example
  void what_is_never_due_or_no_schedule_is_refused() {
    for (String wrong : new String[]{"0 0 30 2 *", "* * * *", "0 * * * * *", "61 * * * *", ""}) {
      assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> Schedule.of(wrong, Schedule.STANDARD_ZONE));
    }
  }
}
