package io.anamnesis.benchmarks;

import java.util.Map;

/**
 * Control, subjects, control.
 *
 * @param subjects by name
 */
record Round(Measurement before, Map<String, Measurement> subjects, Measurement after) {
  private static final double WIDEST = 0.25;

  /** Whether the machine was the same before and after: the slower control is at most 25 % below the faster one. */
  boolean isSteady() {
    double faster = Math.max(before.perSecond(), after.perSecond());
    return Math.abs(before.perSecond() - after.perSecond()) <= WIDEST * faster;
  }

  double control() {
    return (before.perSecond() + after.perSecond()) / 2;
  }

  double controlCpu() {
    return (before.cpuMicros() + after.cpuMicros()) / 2;
  }

  Measurement subject(String name) {
    Measurement measured = subjects.get(name);
    if (measured == null) {
      throw new IllegalArgumentException(name + " was not measured");
    }
    return measured;
  }

  double ratio(String name) {
    return subject(name).perSecond() / control();
  }
}
