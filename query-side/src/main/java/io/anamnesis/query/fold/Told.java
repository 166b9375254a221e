package io.anamnesis.query.fold;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;

/** A value and when it was told. Of two, the one that comes later in the order of business is the last word. */
public record Told<T>(Instant at, long position, T value) implements Happened {

  public static <T> Told<T> of(Recorded event, T value) {
    return new Told<>(event.occurredAt(), event.position(), value);
  }

  /** The later of both; a value that is absent says nothing. */
  public static <T> @Nullable Told<T> last(@Nullable Told<T> before, Recorded event, @Nullable T value) {
    if (value == null) {
      return before;
    }
    Told<T> now = of(event, value);
    return before == null || ORDER.compare(before, now) < 0 ? now : before;
  }

  /** The earlier of both; a value that is absent says nothing. */
  public static <T> @Nullable Told<T> first(@Nullable Told<T> before, Recorded event, @Nullable T value) {
    if (value == null) {
      return before;
    }
    Told<T> now = of(event, value);
    return before == null || ORDER.compare(now, before) < 0 ? now : before;
  }

  /** The value itself; null where nothing was told. */
  public static <T> @Nullable T valueOf(@Nullable Told<T> told) {
    return told == null ? null : told.value();
  }
}
