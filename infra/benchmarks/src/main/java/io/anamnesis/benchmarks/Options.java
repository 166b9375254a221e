package io.anamnesis.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What to run.
 *
 * @param out where the tables are written too
 */
record Options(String name, Workloads.Entry workload, Extent extent, Optional<Path> out) {
  static final String USAGE =
      "infra/benchmark " + Workloads.names() + " [--rounds N] [--seconds S] [--events N] [--out FILE]";

  static Options parse(String... words) {
    Iterator<String> rest = List.of(words).iterator();
    String name = next(rest, "A workload");
    Workloads.Entry workload = Workloads.find(name)
        .orElseThrow(() -> new IllegalArgumentException("There is no workload '" + name + "'."));
    Extent extent = workload.usual();
    Optional<Path> out = Optional.empty();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--rounds" -> extent = extent.withRounds(Integer.parseInt(next(rest, option)));
        case "--seconds" -> extent = extent.withSeconds(Integer.parseInt(next(rest, option)));
        case "--events" -> extent = extent.withEvents(Long.parseLong(next(rest, option)));
        case "--out" -> out = Optional.of(Path.of(next(rest, option)));
        default -> throw new IllegalArgumentException("There is no option '" + option + "'.");
      }
    }
    if (extent.events() > workload.mostEvents()) {
      throw new IllegalArgumentException("--events of " + name + " is " + workload.mostEvents() + " or less.");
    }
    return new Options(name, workload, extent, out);
  }

  private static String next(Iterator<String> rest, String wanted) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(wanted + " is missing.");
    }
    return rest.next();
  }

  String command() {
    return "infra/benchmark " + name + " " + extent.words();
  }
}
