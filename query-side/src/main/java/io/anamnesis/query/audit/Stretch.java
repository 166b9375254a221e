package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Rfc3339;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * A part of the log.
 *
 * @param after the position before the first one
 * @param last the last position
 */
public record Stretch(long after, long last) {
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");

  /**
   * @param from the first position, or the first instant of recording; without it, the beginning
   * @param to the last position, or the last instant of recording; without it, no end
   */
  public static Stretch of(EventLog log, @Nullable String from, @Nullable String to) {
    long last = to == null ? Long.MAX_VALUE : lastPosition(log, "to", to);
    return new Stretch(from == null ? 0 : positionBefore(log, "from", from), last);
  }

  private static long lastPosition(EventLog log, String name, String text) {
    return POSITION.matcher(text).matches() ? Long.parseLong(text) : log.headAt(instant(name, text));
  }

  private static long positionBefore(EventLog log, String name, String text) {
    return POSITION.matcher(text).matches()
        ? Math.max(0, Long.parseLong(text) - 1)
        : log.headAt(instant(name, text).minusNanos(1_000));
  }

  private static Instant instant(String name, String text) {
    try {
      return Rfc3339.instant(text.replace(' ', '+')).toInstant();
    } catch (IllegalArgumentException otherForm) {
      throw Problem.of(ProblemType.INVALID).field(name).detail("problem.invalid.position").exception();
    }
  }
}
