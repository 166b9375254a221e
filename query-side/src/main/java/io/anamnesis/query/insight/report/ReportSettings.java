package io.anamnesis.query.insight.report;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * What operators decide about all reports.
 *
 * @param firstPause after a delivery that failed; doubled after each
 * @param longestPause to which the pauses grow
 * @param giveUp after so long a file that was not taken is not tried again
 * @param largestFile a larger one is not made
 */
record ReportSettings(Duration firstPause, Duration longestPause, Duration giveUp, DataSize largestFile) {
  private static final String PREFIX = "anamnesis.reports.";

  static ReportSettings of(Environment environment) {
    Binder binder = Binder.get(environment);
    return new ReportSettings(duration(binder, "retry.first", Duration.ofSeconds(10)),
        duration(binder, "retry.longest", Duration.ofHours(1)), duration(binder, "retry.give-up", Duration.ofHours(24)),
        binder.bind(PREFIX + "largest-file", DataSize.class).orElse(DataSize.ofMegabytes(64)));
  }

  private static Duration duration(Binder binder, String name, Duration standard) {
    return binder.bind(PREFIX + name, Duration.class).orElse(standard);
  }

  /** @param failed attempts, one at least */
  Duration pauseAfter(int failed) {
    Duration pause = firstPause;
    for (int i = 1; i < failed && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) > 0 ? longestPause : pause;
  }
}
