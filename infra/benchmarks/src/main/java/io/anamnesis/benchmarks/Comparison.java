package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table of subjects beside their control. */
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
    lines.add("| " + String.join(" | ", varied, subject, series.spread(Round::control).rounded(),
        series.spread(round -> round.subject(subject).perSecond()).rounded(),
        series.spread(round -> round.ratio(subject)).withRange(), mustReach,
        series.spread(Round::controlCpu).rounded(),
        series.spread(round -> round.subject(subject).cpuMicros()).rounded(), Long.toString(series.kept()),
        Long.toString(series.thrownAway())) + " |");
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
