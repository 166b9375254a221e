package io.anamnesis.benchmarks;

import io.anamnesis.benchmarks.micro.MicroBenchmarks;
import java.nio.charset.StandardCharsets;
import java.io.PrintStream;

/** The program behind {@code infra/benchmark}: runs one workload and prints one table. */
public final class Benchmarks {
  private Benchmarks() {}

  /** Ends with 2 for wrong words, with 1 for a run that failed. */
  public static void main(String[] words) {
    if (MicroBenchmarks.areMeant(words)) {
      MicroBenchmarks.main(words);
      return;
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Options options;
    try {
      options = Options.parse(words);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage() + " Usage: " + Options.USAGE);
      System.exit(2);
      return;
    }
    try (Cluster cluster = Cluster.start()) {
      Machine.describe(options, cluster).forEach(out::println);
      out.println();
      new AppendWorkload(cluster, options).run().forEach(out::println);
    } catch (RuntimeException failed) {
      failed.printStackTrace(System.err);
      System.exit(1);
    }
  }
}
