package io.anamnesis.benchmarks;

/** A subject, and the controls measured next before and next after it. */
record Round(String subject, Measurement before, Measurement measured, Measurement after) {
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

  double perSecond() {
    return measured.perSecond();
  }

  double cpuMicros() {
    return measured.cpuMicros();
  }

  double ratio() {
    return perSecond() / control();
  }
}
