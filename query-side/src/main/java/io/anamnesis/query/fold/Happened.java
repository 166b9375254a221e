package io.anamnesis.query.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Something with a place in the order of business: earlier occurrence first, then earlier position. */
public interface Happened {
  Comparator<Happened> ORDER = Comparator.comparing(Happened::at).thenComparingLong(Happened::position);

  /** When it occurred. */
  Instant at();

  /** Where the log holds it. */
  long position();

  /** The list with one more, in order. Most come last: history is mostly told as it happens. */
  static <T extends Happened> List<T> insert(List<T> ordered, T one) {
    int index = ordered.size();
    while (index > 0 && ORDER.compare(ordered.get(index - 1), one) > 0) {
      index--;
    }
    List<T> more = new ArrayList<>(ordered.size() + 1);
    more.addAll(ordered.subList(0, index));
    more.add(one);
    more.addAll(ordered.subList(index, ordered.size()));
    return List.copyOf(more);
  }
}
