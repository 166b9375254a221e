package io.anamnesis.eventstore.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * What this process knows by heart of the ids in the log: filters over its complete parts, from the first part on. As these
 * never change there is nothing to keep in step, whoever writes. What is not covered, since its filter is not made yet or
 * there is no memory for it, may have any id.
 *
 * <p>
 * The oldest parts come first: where memory ends, it is the newest that must be looked into at the database, and those lie in
 * its own memory most likely.
 *
 * <p>
 * Thread-safe, but for {@link #cover}, which one thread may call.
 */
final class KnownIds {
  private final Parts parts;
  private final long most;
  private volatile Covered covered = new Covered(List.of(), 0);

  /** @param count of the parts that are covered; the last filter may have room for more */
  private record Covered(List<PartFilter> filters, long count) {

    /** Which parts of a filter are covered, as bits. */
    long within(int filter) {
      long left = count - (long) filter * PartFilter.PARTS;
      return left >= PartFilter.PARTS ? -1L : (1L << left) - 1;
    }
  }

  /** @param memory bytes that the filters may take */
  KnownIds(Parts parts, long memory) {
    this.parts = parts;
    this.most = memory / PartFilter.bytes(parts) * PartFilter.PARTS;
  }

  /** How many parts are covered, from the first on. */
  long covered() {
    return covered.count();
  }

  /** Whether there is memory for one more. */
  boolean hasRoom() {
    return covered.count() < most;
  }

  long bytes() {
    return covered.filters().size() * PartFilter.bytes(parts);
  }

  Suspects suspects(Collection<UUID> ids) {
    Covered known = covered;
    Suspects suspects = new Suspects(ids, known.count(), new ArrayList<>(0), new ArrayList<>(0));
    for (int filter = 0; filter < known.filters().size(); filter++) {
      long within = known.within(filter);
      for (UUID id : ids) {
        long having = known.filters().get(filter).having(id, within);
        for (; having != 0; having &= having - 1) {
          suspects.parts().add((long) filter * PartFilter.PARTS + Long.numberOfTrailingZeros(having));
          suspects.idsInParts().add(id);
        }
      }
    }
    return suspects;
  }

  /** Covers the first part that is not yet, with all of its ids. */
  void cover(PartIds ids) {
    Covered known = covered;
    int column = (int) (known.count() % PartFilter.PARTS);
    List<PartFilter> filters = known.filters();
    if (column == 0) {
      filters = new ArrayList<>(filters);
      filters.add(new PartFilter(parts));
    }
    ids.addTo(filters.getLast(), column);
    covered = new Covered(List.copyOf(filters), known.count() + 1);
  }
}
