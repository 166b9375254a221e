package io.anamnesis.benchmarks.micro;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.RunResult;

/** Results as Markdown: time and memory of an operation, beside databind's in the same run. */
final class MicroTable {
  private static final String BYTES = "gc.alloc.rate.norm";

  private record Figures(String operation, double nanos, double error, double bytes) {
    boolean isControl() {
      return operation.contains("Databind");
    }

    /** What decodes nothing is no rival of a control that does. */
    private boolean isComparable() {
      return operation.startsWith("decode");
    }

    /** Time and memory. */
    String ratios(Figures control) {
      return isComparable()
          ? String.format(Locale.ROOT, "%.2f | %.2f", nanos / control.nanos, bytes / control.bytes)
          : "– | –";
    }
  }

  private final Map<String, List<Figures>> bySubject = new LinkedHashMap<>();

  MicroTable(Collection<RunResult> results) {
    for (RunResult result : results) {
      bySubject.computeIfAbsent(result.getParams().getParam("of"), subject -> new ArrayList<>())
          .add(new Figures(result.getPrimaryResult().getLabel(), result.getPrimaryResult().getScore(),
              result.getPrimaryResult().getScoreError(),
              Objects.requireNonNull(result.getSecondaryResults().get(BYTES), BYTES).getScore()));
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| of | operation | ns/op | ± 99.9% | B/op | time / databind | memory / databind |");
    lines.add("|---|---|--:|--:|--:|--:|--:|");
    bySubject.forEach((subject, measured) -> {
      Figures control = measured.stream().filter(Figures::isControl).findFirst().orElseThrow();
      for (Figures one : measured) {
        lines.add(String.format(Locale.ROOT, "| %s | %s | %.0f | %.0f | %.0f | %s |",
            subject.toLowerCase(Locale.ROOT).replace('_', ' '), one.operation, one.nanos, one.error, one.bytes,
            one.ratios(control)));
      }
    });
    return lines;
  }
}
