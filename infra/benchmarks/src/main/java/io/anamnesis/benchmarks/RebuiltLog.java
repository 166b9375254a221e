package io.anamnesis.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * What was measured of rebuilds of one log.
 *
 * @param eventsARow events about each customer
 * @param control the name of the limit
 * @param others what each subject but the limit built, the product first
 */
record RebuiltLog(int eventsARow, String control, Series series, List<Built> others) {

  /**
   * What a subject built.
   *
   * @param events in its log
   * @param what views and rows
   * @param mustReach of the limit's rate
   * @param mustBeat how many times a peer's rate the product's is to be; empty where it is no peer
   */
  record Built(String subject, long events, String what, String mustReach, String mustBeat) {}

  static List<String> tables(List<RebuiltLog> logs) {
    Comparison rates = new Comparison("events a row", logs.getFirst().control());
    List<String> built =
        new ArrayList<>(List.of("| events a row | subject | events in its log | builds |", "|---|---|---|---|"));
    List<String> times = new ArrayList<>(List.of(
        "| events a row | " + Rebuilds.NAME + " beside | times its events/s, each beside the control | must reach |",
        "|---|---|---|---|"));
    for (RebuiltLog log : logs) {
      String row = Integer.toString(log.eventsARow());
      for (Built one : log.others()) {
        rates.add(row, log.series(), one.subject(), one.mustReach());
        built.add("| " + String.join(" | ", row, one.subject(), Long.toString(one.events()), one.what()) + " |");
        if (!one.mustBeat().isEmpty()) {
          times.add("| " + String.join(" | ", row, one.subject(), log.times(one.subject()), one.mustBeat()) + " |");
        }
      }
    }
    List<String> lines = new ArrayList<>(rates.lines());
    lines.add("");
    lines.addAll(times);
    lines.add("");
    lines.addAll(built);
    return lines;
  }

  private String times(String peer) {
    double times = ratio(Rebuilds.NAME) / ratio(peer);
    return new Spread(times, times, times).rounded();
  }

  private double ratio(String subject) {
    return series.of(subject).spread(Round::ratio).median();
  }
}
