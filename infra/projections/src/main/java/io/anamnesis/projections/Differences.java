package io.anamnesis.projections;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What distinguishes the rows of a view from others, both at the same position of the log. Rows of all of its tables count
 * alike: states, lines of a journal, figures of a tally, lookups.
 *
 * @param rowsDifferent there on both sides, with another content
 * @param rowsMissing there on the other side alone
 * @param rowsExtra there on this side alone
 * @param examples the first 100
 */
public record Differences(long rowsDifferent, long rowsMissing, long rowsExtra, List<Example> examples) {
  static final int EXAMPLES = 100;
  static final Differences NONE = new Differences(0, 0, 0, List.of());

  public Differences {
    examples = List.copyOf(examples);
  }

  public boolean isEmpty() {
    return rowsDifferent == 0 && rowsMissing == 0 && rowsExtra == 0;
  }

  Differences plus(Differences more) {
    return new Differences(rowsDifferent + more.rowsDifferent, rowsMissing + more.rowsMissing,
        rowsExtra + more.rowsExtra, Stream.concat(examples.stream(), more.examples.stream()).limit(EXAMPLES).toList());
  }

  /** How a row differs. */
  public enum Kind {
    DIFFERENT, MISSING, EXTRA;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What a row holds. */
  public enum Part {
    ROW, LINE, CELL, LOOKUP;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One row that differs.
   *
   * @param subject whom it concerns; null for a figure
   * @param place of a line its position and number, of a figure its cell, of a lookup its kind; empty for a state
   */
  public record Example(Kind kind, Part part, @Nullable String subject, String place) {

    @Override
    public String toString() {
      return String.join(" ",
          Stream.of(kind.word(), part.word(), subject, place).filter(word -> word != null && !word.isEmpty()).toList());
    }
  }
}
