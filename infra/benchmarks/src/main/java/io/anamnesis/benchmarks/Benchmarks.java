package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.micro.MicroBenchmarks;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The program behind {@code infra/benchmark}: runs one workload and prints its tables. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Ends with 2 for wrong words, with 1 for a run that failed. */
  public static void main(String[] words) {
    if (MicroBenchmarks.areMeant(words)) {
      MicroBenchmarks.main(words);
      return;
    }
    Options options;
    try {
      options = Options.parse(words);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + " Usage: " + Options.USAGE);
      System.exit(2);
      return;
    }
    try {
      report(options, run(options));
    } catch (RuntimeException failed) {
      failed.printStackTrace(System.err);
      System.exit(1);
    }
  }

  private static List<String> run(Options options) {
    try (Cluster cluster = Cluster.start()) {
      List<String> report = new ArrayList<>(Machine.describe(options, cluster));
      report.add("");
      report.addAll(options.workload().workload().apply(cluster, options.extent()).run());
      return report;
    }
  }

  private static void report(Options options, List<String> report) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    report.forEach(out::println);
    options.out().ifPresent(file -> {
      try {
        Files.write(file, report);
      } catch (IOException failed) {
        throw new UncheckedIOException("the tables could not be written to " + file, failed);
      }
    });
  }
}
