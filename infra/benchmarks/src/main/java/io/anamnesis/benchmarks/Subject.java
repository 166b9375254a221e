package io.anamnesis.benchmarks;

import java.time.Duration;

/** What is measured: something that takes facts, ready for a number of callers. */
interface Subject extends AutoCloseable {
  String name();

  Measurement measure(Duration time);

  @Override
  void close();
}
