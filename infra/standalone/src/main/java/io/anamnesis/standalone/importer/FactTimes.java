package io.anamnesis.standalone.importer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of facts.
 *
 * @param zone of what is written without an offset; null: that is refused
 * @param format null: ISO 8601
 */
record FactTimes(@Nullable ZoneId zone, @Nullable DateTimeFormatter format) {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("[yyyy-MM-dd'T'HH:mm[:ss][.SSSSSSSSS][.SSSSSS][.SSS]][yyyy-MM-dd HH:mm[:ss]]"
          + "[yyyy-MM-dd][XXX][X]");

  /** A date without a time is the first instant of its day. */
  Instant parse(String text) {
    try {
      if (format == null && text.endsWith("Z")) {
        return Instant.parse(text);
      }
      TemporalAccessor read = (format == null ? ISO : format).parseBest(text, OffsetDateTime::from, LocalDateTime::from,
          LocalDate::from);
      return switch (read) {
        case OffsetDateTime exact -> exact.toInstant();
        case LocalDateTime local when zone != null -> local.atZone(zone).toInstant();
        case LocalDate day when zone != null -> day.atStartOfDay(zone).toInstant();
        default -> throw new RowRefused("time", "a time with an offset is expected, or a 'zone' in the mapping");
      };
    } catch (DateTimeException e) {
      throw new RowRefused("time", "a time is expected, in ISO 8601 or by the 'timeFormat' of the mapping");
    }
  }

  static FactTimes of(Mapping mapping) {
    return new FactTimes(mapping.zone(), mapping.timeFormat());
  }

  /** The first instant of a day, in UTC. */
  static Instant startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
