package io.anamnesis.benchmarks.micro;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code infra/benchmark codec} and {@code infra/benchmark fold}: JMH's progress to stderr, one table to stdout. */
public final class MicroBenchmarks {
  private static final Map<String, String> CLASS_BY_NAME = Map.of("codec", "CodecBenchmark", "fold", "FoldBenchmark");

  private MicroBenchmarks() {}

  /** Whether these are words for {@link #main}. */
  public static boolean areMeant(String... words) {
    return words.length == 1 && CLASS_BY_NAME.containsKey(words[0]);
  }

  /** Ends with 1 for a run that failed. */
  public static void main(String... words) {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var progress = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    try {
      var runner =
          new Runner(options(words[0]), OutputFormatFactory.createFormatInstance(progress, VerboseMode.NORMAL));
      var table = new MicroTable(runner.run());
      out.printf("infra/benchmark %s · %s processors · Java %s%n%n", words[0],
          Runtime.getRuntime().availableProcessors(), Runtime.version());
      table.lines().forEach(out::println);
    } catch (RunnerException failed) {
      failed.printStackTrace(System.err);
      System.exit(1);
    }
  }

  private static Options options(String name) {
    return new OptionsBuilder().include("\\." + CLASS_BY_NAME.get(name) + "\\.").mode(Mode.AverageTime)
        .timeUnit(TimeUnit.NANOSECONDS).forks(2).warmupIterations(5).warmupTime(TimeValue.seconds(1))
        .measurementIterations(5).measurementTime(TimeValue.seconds(1)).addProfiler(GCProfiler.class)
        .shouldFailOnError(true).build();
  }
}
