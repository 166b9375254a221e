package io.anamnesis.query.audit.reads;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.ReadEvent.DataRead;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.personal.MovedValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of reads, newest first. */
final class ReadHistory {
  private static final int AT_ONCE = 500;
  /** In one answer, at most: what is rare among many readers' reads is found in several. */
  private static final int MOST_LOOKED_AT = 50_000;

  private final EventLog reads;
  private final EventDecoder decoder = new EventDecoder(EventCatalogue.reads());

  ReadHistory(EventLog reads) {
    this.reads = reads;
  }

  /**
   * A read and its envelope.
   *
   * @param isWhole whether nothing that was stated in another was moved into it
   */
  record Entry(Recorded recorded, DataRead read, boolean isWhole) {}

  /**
   * A part of what is asked for.
   *
   * @param next before which position it goes on; null where it does not
   */
  record Part(List<Entry> entries, @Nullable Long next) {}

  /** @param before the position after the newest one */
  Part before(Wanted wanted, long before, int limit) {
    List<Entry> found = new ArrayList<>();
    long reached = wanted.last() == Long.MAX_VALUE ? before : Math.min(before, wanted.last() + 1);
    for (int looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
      List<StoredEvent> page = page(wanted.customer(), reached);
      for (StoredEvent stored : page) {
        if (stored.position() <= wanted.after()) {
          return new Part(found, null);
        }
        if (found.size() == limit) {
          return new Part(found, found.getLast().recorded().position());
        }
        reached = stored.position();
        Entry entry = entry(stored);
        if (wanted.fits(entry.recorded(), entry.read())) {
          found.add(entry);
        }
      }
      if (page.isEmpty()) {
        return new Part(found, null);
      }
    }
    return new Part(found, reached);
  }

  private List<StoredEvent> page(@Nullable String customer, long before) {
    if (customer != null) {
      return reads.readSubjectBackward(customer, before, AT_ONCE);
    }
    long end = Math.min(before - 1, reads.head());
    long after = Math.max(0, end - AT_ONCE);
    List<StoredEvent> page = new ArrayList<>();
    // A page may be short where events are large.
    for (long from = after; from < end; from = page.getLast().position()) {
      page.addAll(reads.read(from, (int) (end - from)));
    }
    return page.reversed();
  }

  private Entry entry(StoredEvent stored) {
    Recorded recorded = decoder.decode(stored);
    return new Entry(recorded, (DataRead) recorded.event(), MovedValues.in(stored).isEmpty());
  }
}
