package io.anamnesis.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BusinessDaysTest {
  /** By day when clocks are put forward or back; the last is put forward at midnight, so that the day begins at one. */
  @ParameterizedTest
  @CsvSource({"Asia/Shanghai,2026-03-08,24", "America/New_York,2026-03-08,23", "America/New_York,2026-11-01,25",
      "Australia/Lord_Howe,2026-04-05,24", "America/Sao_Paulo,2018-11-04,23"})
  void days_lie_end_to_end_however_long_they_are(String zone, LocalDate day, int hours) {
    BusinessDays days = new BusinessDays(ZoneId.of(zone));
    assertThat(Duration.between(days.begin(day), days.end(day)).toHours()).isEqualTo(hours);
    assertThat(days.begin(day)).isEqualTo(days.end(day.minusDays(1)));
    assertThat(days.end(day)).isEqualTo(days.begin(day.plusDays(1)));
    assertThat(days.of(days.begin(day))).isEqualTo(day);
    assertThat(days.of(days.begin(day).minus(1, ChronoUnit.MICROS))).isEqualTo(day.minusDays(1));
    assertThat(days.of(days.last(day))).isEqualTo(day);
    assertThat(days.of(days.last(day).plus(1, ChronoUnit.MICROS))).isEqualTo(day.plusDays(1));
  }

  @Test
  void an_hour_that_there_is_twice_is_of_one_day() {
    BusinessDays days = new BusinessDays(ZoneId.of("America/New_York"));
    LocalDate day = LocalDate.of(2026, 11, 1);
    for (String instant : new String[]{"2026-11-01T04:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z",
        "2026-11-02T04:59:59.999999Z"}) {
      assertThat(days.of(Instant.parse(instant))).as(instant).isEqualTo(day);
    }
  }
}
