package io.anamnesis.query.insight.report;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportMade;

/**
 * A report that was made, and what became of it.
 *
 * @param id of the event: the same for every receiver and every attempt
 * @param definition that was in force
 * @param endings by receiver, as far as they are known
 */
record Run(ReportMade made, UUID id, Instant madeAt, ReportDefined definition, Map<String, Ending> endings) {

  Run {
    endings = Map.copyOf(endings);
  }

  /**
   * How a delivery ended.
   *
   * @param cause why it was given up; empty where it was taken
   */
  record Ending(boolean taken, int attempts, String cause, Instant at) {}

  int number() {
    return made.run();
  }

  /** Receivers that wait for the file. */
  List<String> waiting() {
    return ReportDefinition.recipients(definition).stream().filter(recipient -> !endings.containsKey(recipient))
        .toList();
  }

  Run with(String recipient, Ending ending) {
    Map<String, Ending> more = new HashMap<>(endings);
    more.put(recipient, ending);
    return new Run(made, id, madeAt, definition, more);
  }
}
