package io.anamnesis.projections;

/** A place in a journal read newest first: lines strictly older than it follow. */
public record LineCursor(long position, int ordinal) implements Comparable<LineCursor> {

  /** Before the newest line. */
  public static final LineCursor NEWEST = new LineCursor(Long.MAX_VALUE, Integer.MAX_VALUE);

  @Override
  public int compareTo(LineCursor other) {
    int byPosition = Long.compare(position, other.position);
    return byPosition != 0 ? byPosition : Integer.compare(ordinal, other.ordinal);
  }
}
