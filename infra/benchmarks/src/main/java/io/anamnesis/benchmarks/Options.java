package io.anamnesis.benchmarks;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/**
 * What to run.
 *
 * @param rounds of control, subjects, control, for each number of callers
 * @param time of one measurement
 */
record Options(String workload, int rounds, Duration time) {
  static final String USAGE = "infra/benchmark W1 [--rounds N] [--seconds S]";

  Options {
    if (!workload.equals("W1")) {
      throw new IllegalArgumentException("There is no workload '" + workload + "'.");
    }
    if (rounds < 1 || time.toSeconds() < 1) {
      throw new IllegalArgumentException("--rounds and --seconds are 1 or more.");
    }
  }

  static Options parse(String... words) {
    Iterator<String> rest = List.of(words).iterator();
    String workload = next(rest, "A workload");
    int rounds = 7;
    int seconds = 3;
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--rounds" -> rounds = Integer.parseInt(next(rest, option));
        case "--seconds" -> seconds = Integer.parseInt(next(rest, option));
        default -> throw new IllegalArgumentException("There is no option '" + option + "'.");
      }
    }
    return new Options(workload, rounds, Duration.ofSeconds(seconds));
  }

  private static String next(Iterator<String> rest, String wanted) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(wanted + " is missing.");
    }
    return rest.next();
  }

  String command() {
    return "infra/benchmark " + workload + " --rounds " + rounds + " --seconds " + time.toSeconds();
  }
}
