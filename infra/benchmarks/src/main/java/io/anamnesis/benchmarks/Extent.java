package io.anamnesis.benchmarks;

import java.time.Duration;

/**
 * How much of a workload is run.
 *
 * @param rounds in which each subject is measured once
 * @param time of one measurement
 * @param events in the log that is measured, or in one import; 0 where the workload leaves no choice
 */
record Extent(int rounds, Duration time, long events) {

  Extent {
    if (rounds < 1 || time.toSeconds() < 1) {
      throw new IllegalArgumentException("--rounds and --seconds are 1 or more.");
    }
  }

  Extent withRounds(int number) {
    return new Extent(number, time, events);
  }

  Extent withSeconds(int seconds) {
    return new Extent(rounds, Duration.ofSeconds(seconds), events);
  }

  Extent withEvents(long number) {
    if (events == 0) {
      throw new IllegalArgumentException("This workload has no --events.");
    }
    if (number < 1_000) {
      throw new IllegalArgumentException("--events is 1000 or more.");
    }
    return new Extent(rounds, time, number);
  }

  /** As the words of a command. */
  String words() {
    return "--rounds " + rounds + " --seconds " + time.toSeconds() + (events == 0 ? "" : " --events " + events);
  }
}
