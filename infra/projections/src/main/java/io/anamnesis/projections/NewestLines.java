package io.anamnesis.projections;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Of a journal's lines as they come, the newest ones that are older than a cursor. */
final class NewestLines<E> implements Telling.Lines {
  private final Deque<Line<E>> newest = new ArrayDeque<>();
  private final Class<E> type;
  private final LineCursor before;
  private final int limit;

  NewestLines(Class<E> type, LineCursor before, int limit) {
    this.type = type;
    this.before = before;
    this.limit = limit;
  }

  @Override
  public void add(long position, List<?> entries) {
    int ordinal = 0;
    for (Object entry : entries) {
      Line<E> line = new Line<>(position, ordinal++, type.cast(entry));
      if (line.cursor().compareTo(before) < 0) {
        newest.addFirst(line);
      }
      if (newest.size() > limit) {
        newest.removeLast();
      }
    }
  }

  /** Newest first. */
  List<Line<E>> list() {
    return List.copyOf(newest);
  }
}
