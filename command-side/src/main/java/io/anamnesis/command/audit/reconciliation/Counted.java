package io.anamnesis.command.audit.reconciliation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Counters by two names, in the order of these; a pair for which there is no {@link Room} has no row of its own. */
final class Counted<C> {
  private final TreeMap<Names, C> rows = new TreeMap<>();
  private final Supplier<C> fresh;
  private final Room room = new Room();
  private long unlisted;

  Counted(Supplier<C> fresh) {
    this.fresh = fresh;
  }

  /** What a row is about. */
  record Names(String one, String other) implements Comparable<Names> {
    private static final Comparator<Names> ORDER = Comparator.comparing(Names::one).thenComparing(Names::other);

    @Override
    public int compareTo(Names another) {
      return ORDER.compare(this, another);
    }
  }

  /** The counter of a pair; empty where it gets no row: it is counted among the unlisted. */
  Optional<C> of(String one, String other) {
    Names names = new Names(one, other);
    if (!rows.containsKey(names) && !room.take(one, other)) {
      unlisted++;
      return Optional.empty();
    }
    return Optional.of(rows.computeIfAbsent(names, first -> fresh.get()));
  }

  long unlisted() {
    return unlisted;
  }

  <R> List<R> rows(BiFunction<Names, C, R> row) {
    return rows.entrySet().stream().map(entry -> row.apply(entry.getKey(), entry.getValue())).toList();
  }
}
