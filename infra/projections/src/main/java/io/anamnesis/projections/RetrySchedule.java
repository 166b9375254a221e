package io.anamnesis.projections;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When each parked key is to be tried again: ever later, up to a longest pause. For one thread. */
final class RetrySchedule {
  private final Pauses pauses;
  private final Map<String, Next> next = new HashMap<>();

  /** Between two tries of a key; doubled after each. */
  record Pauses(Duration first, Duration longest) {
    static final Pauses STANDARD = new Pauses(Duration.ofMinutes(1), Duration.ofMinutes(10));

    Duration after(Duration pause) {
      Duration longer = pause.multipliedBy(2);
      return longer.compareTo(longest) > 0 ? longest : longer;
    }
  }

  private record Next(long nanos, Duration pause) {
    static Next after(Duration pause, long now) {
      return new Next(now + pause.toNanos(), pause);
    }

    boolean isDue(long now) {
      return nanos - now <= 0;
    }
  }

  RetrySchedule(Pauses pauses) {
    this.pauses = pauses;
  }

  /**
   * Tells each key when it is due, and again only after a longer pause.
   *
   * @param parked every key parked now: one seen for the first time is due after the first pause, others are forgotten
   * @param now by {@link System#nanoTime()}
   */
  List<String> due(Collection<String> parked, long now) {
    next.keySet().retainAll(parked);
    List<String> due = parked.stream()
        .filter(key -> next.computeIfAbsent(key, unseen -> Next.after(pauses.first(), now)).isDue(now)).toList();
    due.forEach(key -> next.computeIfPresent(key, (same, last) -> Next.after(pauses.after(last.pause()), now)));
    return due;
  }
}
