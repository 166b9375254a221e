package io.anamnesis.projections.declared;

import java.util.Collection;
import java.util.Comparator;

/** Finds what an author may have meant. */
final class Likeness {
  private static final int LONGEST = 60;

  private Likeness() {}

  /** The name with the fewest changes between them; the empty text where there are none. */
  static String nearest(String written, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> changes(written, name)).thenComparing(name -> name)).orElse("");
  }

  /** Letters to be added, left out or replaced. */
  private static int changes(String one, String other) {
    if (one.length() > LONGEST || other.length() > LONGEST) {
      return LONGEST;
    }
    int[] above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] here = new int[above.length];
      here[0] = row;
      for (int column = 1; column < here.length; column++) {
        int replaced = above[column - 1] + (one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1);
        here[column] = Math.min(replaced, Math.min(above[column], here[column - 1]) + 1);
      }
      above = here;
    }
    return above[other.length()];
  }
}
