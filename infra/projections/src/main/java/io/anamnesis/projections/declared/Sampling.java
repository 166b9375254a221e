package io.anamnesis.projections.declared;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for customers with an event of some types, evenly along the log: it is cut into as many stretches as customers are wanted,
 * and each in turn gives one who is not found yet, until there are enough. So also those are found who are few, or all in one place.
 */
final class Sampling {
  /** Positions gone through in all: the server passes over them, in some seconds. */
  private static final long SEARCHED = 5_000_000;
  /** Events of these types looked at in all: they are sent. */
  private static final int LOOKED_AT = 200_000;
  private static final int PAGE = 50;

  private final EventLog log;
  private final Set<String> types;
  private final int size;
  private final Set<String> found = new LinkedHashSet<>();
  private int lookedAt;

  Sampling(EventLog log, Set<String> types, int size) {
    this.log = log;
    this.types = types;
    this.size = size;
  }

  /** In the order in which they were found: at most as many as wanted. */
  Set<String> customers() {
    List<Stretch> stretches = stretches();
    while (!stretches.isEmpty() && isToGoOn()) {
      for (Stretch stretch : stretches) {
        if (isToGoOn()) {
          stretch.next().ifPresent(found::add);
        }
      }
      stretches.removeIf(Stretch::isThrough);
    }
    return found;
  }

  private boolean isToGoOn() {
    return found.size() < size && lookedAt < LOOKED_AT;
  }

  private List<Stretch> stretches() {
    long head = log.head();
    List<Stretch> stretches = new ArrayList<>();
    for (int part = 0; part < size; part++) {
      long start = start(part, head);
      stretches.add(new Stretch(start, Math.min(start(part + 1, head), start + SEARCHED / size)));
    }
    return stretches;
  }

  /** Exact also where the log is long. */
  private long start(int part, long head) {
    return head / size * part + head % size * part / size;
  }

  /** What is still to be searched of a part of the log. */
  private final class Stretch {
    private final long end;
    private long after;

    Stretch(long start, long end) {
      this.after = start;
      this.end = end;
    }

    boolean isThrough() {
      return after >= end;
    }

    Optional<String> next() {
      while (!isThrough() && lookedAt < LOOKED_AT) {
        TypeSearch search = log.readTypes(types, after, end, PAGE);
        for (StoredEvent event : search.events()) {
          lookedAt++;
          String subject = event.subject();
          if (subject != null && !found.contains(subject)) {
            after = event.position();
            return Optional.of(subject);
          }
        }
        after = search.reached() > after ? search.reached() : end;
      }
      return Optional.empty();
    }
  }
}
