package io.anamnesis.projections;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a row stands in the order of its table. It may name a customer: only concealed does it leave the house.
 *
 * @param position 0 but in a journal
 * @param ordinal among the rows of one key and position
 */
public record RowPlace(String key, long position, int ordinal) {
  /** Before the first row. */
  public static final RowPlace FIRST = new RowPlace("", 0, -1);

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,18}) (-1|[0-9]{1,9}) (.*)", Pattern.DOTALL);

  public String text() {
    return position + " " + ordinal + " " + key;
  }

  /** What {@link #text} gave; empty for another text. */
  public static Optional<RowPlace> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(new RowPlace(parts.group(3), Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }
}
