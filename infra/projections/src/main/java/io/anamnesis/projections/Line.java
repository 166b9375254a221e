package io.anamnesis.projections;

/**
 * A line of a journal.
 *
 * @param position of the event that wrote it
 * @param ordinal number among the lines of that event, from 0
 */
public record Line<E>(long position, int ordinal, E entry) {

  /** Continues a list, newest first, with the line before this one. */
  public LineCursor cursor() {
    return new LineCursor(position, ordinal);
  }
}
