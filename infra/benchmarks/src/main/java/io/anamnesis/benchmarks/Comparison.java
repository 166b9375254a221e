package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table of subjects, each beside the controls next to it. */
final class Comparison {
  private final List<String> lines = new ArrayList<>();

  /** @param varied what differs from row to row besides the subject, for example the number of callers */
  Comparison(String varied, String control) {
    lines.add("| " + String.join(" | ", varied, "subject", control + " events/s", "subject events/s",
        "ratio, median [min..max]", "must reach", "CPU µs/event " + control, "CPU µs/event subject", "rounds kept",
        "thrown away") + " |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
  }

  /** @param mustReach empty for what is there for comparison only */
  void add(String varied, Series series, String subject, String mustReach) {
    Series own = series.of(subject);
    lines.add("| " + String.join(" | ", varied, subject, own.spread(Round::control).rounded(),
        own.spread(Round::perSecond).rounded(), own.spread(Round::ratio).withRange(), mustReach,
        own.spread(Round::controlCpu).rounded(), own.spread(Round::cpuMicros).rounded(), Long.toString(own.kept()),
        Long.toString(own.thrownAway())) + " |");
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
