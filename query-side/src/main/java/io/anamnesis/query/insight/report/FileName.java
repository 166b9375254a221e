package io.anamnesis.query.insight.report;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** How the file of a run is called where it is saved: {@code spend-weekly-20260302-0600.csv}, on the clock of its schedule. */
final class FileName {
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd-HHmm");

  private FileName() {}

  static String of(Run run) {
    String due = MINUTE.format(run.made().due().atZone(ZoneId.of(run.definition().zone())));
    return run.definition().name() + "-" + due + "." + run.definition().format();
  }
}
