package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** How what a log can do changes as it grows. */
final class Flatness {
  private Flatness() {}

  static List<String> table(List<GrownLog> logs) {
    List<String> lines = new ArrayList<>(List.of(
        "| what | events/s by size | slowest of fastest | of the ratios to the control | must reach "
            + "| exponent of the time for all | of the time beside the control's | must not pass |",
        "|---|---|---|---|---|---|---|---|"));
    GrownLog.WORK.forEach(work -> lines.add(row(logs, work)));
    return lines;
  }

  private static String row(List<GrownLog> logs, GrownLog.Work work) {
    String rates = logs.stream().map(log -> String.format(Locale.ROOT, "%.0f", log.perSecond(work)))
        .collect(Collectors.joining(", "));
    return "| " + String.join(" | ", work.name(), rates, twoDigits(slowestOfFastest(logs, log -> log.perSecond(work))),
        twoDigits(slowestOfFastest(logs, log -> log.ratio(work))), "≥ 0.90",
        twoDigits(exponent(logs, log -> log.events() / log.perSecond(work))),
        twoDigits(exponent(logs, log -> log.events() / log.ratio(work))), "≤ 1.05") + " |";
  }

  private static double slowestOfFastest(List<GrownLog> logs, ToDoubleFunction<GrownLog> rate) {
    return logs.stream().mapToDouble(rate).min().orElseThrow() / logs.stream().mapToDouble(rate).max().orElseThrow();
  }

  private static double exponent(List<GrownLog> logs, ToDoubleFunction<GrownLog> time) {
    return exponent(logs.stream().mapToDouble(GrownLog::events).toArray(), logs.stream().mapToDouble(time).toArray());
  }

  /** The k of time = a × size^k that fits best: the slope of a straight line through the logarithms, by least squares. */
  static double exponent(double[] sizes, double[] times) {
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < sizes.length; i++) {
      meanX += Math.log(sizes[i]) / sizes.length;
      meanY += Math.log(times[i]) / sizes.length;
    }
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < sizes.length; i++) {
      double x = Math.log(sizes[i]) - meanX;
      covariance += x * (Math.log(times[i]) - meanY);
      variance += x * x;
    }
    return covariance / variance;
  }

  private static String twoDigits(double number) {
    return Double.isNaN(number) ? "–" : String.format(Locale.ROOT, "%.2f", number);
  }
}
