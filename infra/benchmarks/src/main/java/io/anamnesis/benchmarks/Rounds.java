package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Control, subjects, control, again and again. */
final class Rounds {
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  private Rounds() {}

  /** Subjects are warmed up, then take turns at being first after the control. */
  static Series measure(Subject control, List<Subject> subjects, Extent extent) {
    subjects.forEach(subject -> subject.measure(WARM_UP));
    List<Round> rounds = new ArrayList<>();
    List<Subject> order = new ArrayList<>(subjects);
    for (int i = 0; i < extent.rounds(); i++) {
      Measurement before = control.measure(extent.time());
      Map<String, Measurement> measured = new HashMap<>();
      order.forEach(subject -> measured.put(subject.name(), subject.measure(extent.time())));
      rounds.add(new Round(before, measured, control.measure(extent.time())));
      Collections.rotate(order, 1);
    }
    return new Series(rounds);
  }
}
