package io.anamnesis.projections.declared;

import java.util.Arrays;

/**
 * Where each character of a scalar stands in the text of the definition, so that a complaint about an expression points into
 * the file whatever the style it is written in: plain, quoted, folded.
 */
final class Positions {
  private final Place start;
  private final Place[] places;

  private Positions(Place start, Place[] places) {
    this.start = start;
    this.places = places;
  }

  /**
   * @param value what the scalar says
   * @param text the definition, in code points
   * @param from where the scalar begins in it, in code points
   * @param to where it ends
   * @param start the same as {@code from}
   * @param block whether the value begins on the line after
   */
  static Positions of(String value, int[] text, int from, int to, Place start, boolean block) {
    Place[] places = new Place[value.codePointCount(0, value.length()) + 1];
    Arrays.fill(places, start);
    int line = start.line();
    int column = start.column();
    boolean reached = !block;
    int next = 0;
    int[] wanted = value.codePoints().toArray();
    // The value's characters come in the text in their order, with quotes, escapes and indentation between them.
    for (int at = from; at < to && next < wanted.length; at++) {
      if (reached && text[at] == wanted[next]) {
        places[next++] = new Place(line, column);
      }
      if (text[at] == '\n') {
        reached = true;
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    places[wanted.length] = next == wanted.length ? new Place(line, column) : start;
    return new Positions(next > 0 ? places[0] : start, places);
  }

  /** Of the first character. */
  Place start() {
    return start;
  }

  /** @param offset in code points */
  Place at(int offset) {
    return offset >= 0 && offset < places.length ? places[offset] : start;
  }
}
