package io.anamnesis.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where and with what a table came about. */
final class Machine {
  private Machine() {}

  static List<String> describe(Options options, Cluster cluster) {
    return List.of("command:  " + options.command(),
        "machine:  " + Runtime.getRuntime().availableProcessors() + " cores, " + processor(),
        "system:   " + System.getProperty("os.name") + " " + System.getProperty("os.version") + ", load before "
            + loadBefore(),
        "versions: Java " + Runtime.version() + ", " + cluster.version() + ", Axon " + Versions.axon() + ", pgjdbc "
            + Versions.pgjdbc() + ", Pekko JDBC " + Versions.pekkoJdbc() + ", from npm " + NodePackages.versions(),
        "server:   " + String.join(" ", Cluster.SETTINGS));
  }

  private static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines.filter(line -> line.startsWith("model name")).findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip()).orElse(System.getProperty("os.arch"));
    } catch (IOException unreadable) {
      return System.getProperty("os.arch");
    }
  }

  /** A machine that others use too gives wider ranges: the reader should see it. */
  private static String loadBefore() {
    try {
      return Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0];
    } catch (IOException unreadable) {
      return "unknown";
    }
  }
}
