package io.anamnesis.query.reading;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.anamnesis.web.Cursor;

/**
 * Which part of a list is asked for; a controller's method takes it as a parameter.
 *
 * @param cursor from where; null from the beginning
 * @param limit 1 to 500
 */
public record PageRequest(@Nullable Cursor cursor, int limit) {

  /** How many to read: one more than are shown tells whether there is a next page. */
  public int toRead() {
    return limit + 1;
  }

  /**
   * The page of what was read by {@link #toRead}.
   *
   * @param cursorOf where the page after an item begins
   */
  public <L, T> Page<T> page(List<L> read, Function<L, T> item, Function<L, Cursor> cursorOf) {
    List<L> shown = read.size() > limit ? read.subList(0, limit) : read;
    String next = read.size() > limit ? cursorOf.apply(shown.getLast()).text() : null;
    return new Page<>(shown.stream().map(item).toList(), next);
  }
}
