package io.anamnesis.eventstore;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The log's days: by when events were recorded, in one time zone.
 *
 * @param zone in which days begin and end
 */
public record BusinessDays(ZoneId zone) {

  public LocalDate of(Instant recordedAt) {
    return recordedAt.atZone(zone).toLocalDate();
  }

  public Instant begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The first instant that is not of the day any more. */
  public Instant end(LocalDate day) {
    return begin(day.plusDays(1));
  }

  /** The last instant at which an event of the day can be recorded: the log's clock counts microseconds. */
  public Instant last(LocalDate day) {
    return end(day).minus(1, ChronoUnit.MICROS);
  }
}
