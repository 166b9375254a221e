package io.anamnesis.query.reading;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.anamnesis.web.Cursor;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * Which part of a list is asked for; a controller's method takes it as a parameter.
 *
 * @param cursor from where; null from the beginning
 * @param limit 1 to 500
 */
public record PageRequest(@Nullable Cursor cursor, int limit) {
  private static final int STANDARD_LIMIT = 50;
  private static final Pattern LIMIT = Pattern.compile("[1-9][0-9]{0,2}");
  private static final int LARGEST_LIMIT = 500;

  /**
   * The parameter {@code limit}, for lists with cursors of their own.
   *
   * @throws io.anamnesis.web.ProblemException {@code invalid}, if it is no number from 1 to 500
   */
  public static int limit(@Nullable String text) {
    if (text == null) {
      return STANDARD_LIMIT;
    }
    int limit = LIMIT.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LARGEST_LIMIT) {
      throw Problem.of(ProblemType.INVALID).field("limit").detail("problem.invalid.limit").exception();
    }
    return limit;
  }

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
