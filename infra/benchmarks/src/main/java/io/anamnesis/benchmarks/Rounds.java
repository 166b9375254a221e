package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Control, two subjects, control, two subjects, control, and so on: what a subject is compared with was measured within
 * two measurements of it, however many subjects there are.
 */
final class Rounds {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final int BETWEEN_CONTROLS = 2;

  private Rounds() {}

  /** As {@link #measure(Subject, List, Extent, Duration)}, after a short warm-up. */
  static Series measure(Subject control, List<Subject> subjects, Extent extent) {
    return measure(control, subjects, extent, WARM_UP);
  }

  /**
   * Subjects are warmed up, then take turns at being first; each is measured once a round.
   *
   * @param warmUp of each subject: until the compiler leaves its code alone
   */
  static Series measure(Subject control, List<Subject> subjects, Extent extent, Duration warmUp) {
    subjects.forEach(subject -> subject.measure(warmUp));
    List<Round> rounds = new ArrayList<>();
    List<Subject> order = new ArrayList<>(subjects);
    Measurement before = control.measure(extent.time());
    for (int i = 0; i < extent.rounds(); i++) {
      for (int from = 0; from < order.size(); from += BETWEEN_CONTROLS) {
        List<Subject> between = order.subList(from, Math.min(from + BETWEEN_CONTROLS, order.size()));
        List<Measurement> measured = between.stream().map(subject -> subject.measure(extent.time())).toList();
        Measurement after = control.measure(extent.time());
        for (int j = 0; j < between.size(); j++) {
          rounds.add(new Round(between.get(j).name(), before, measured.get(j), after));
        }
        before = after;
      }
      Collections.rotate(order, 1);
    }
    return new Series(rounds);
  }
}
