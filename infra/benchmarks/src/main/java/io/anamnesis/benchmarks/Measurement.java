package io.anamnesis.benchmarks;

/** Events in a second, and microseconds of processor time, client and server together, for each. */
record Measurement(double perSecond, double cpuMicros) {}
