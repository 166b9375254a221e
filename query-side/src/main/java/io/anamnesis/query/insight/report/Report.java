package io.anamnesis.query.insight.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportDelivered;
import io.anamnesis.events.insight.InsightEvent.ReportOrdered;
import io.anamnesis.events.insight.InsightEvent.ReportPaused;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.events.insight.InsightEvent.ReportRemoved;
import io.anamnesis.events.insight.InsightEvent.ReportResumed;
import io.anamnesis.events.insight.InsightEvent.ReportUndelivered;
import io.anamnesis.query.insight.report.Run.Ending;

/**
 * A report as its events tell it. Its schedule is a function of them: so a restart loses nothing of it.
 *
 * @param nextSeq of its stream
 * @param version of its last definition; 0 before the first
 * @param definition in force; null for one that was removed
 * @param countsFrom what the schedule named up to then is done with: made, or never to be made
 * @param ordered when somebody wanted it who still waits
 * @param made how many runs there were
 * @param runs the last ones, oldest first
 */
record Report(String name, long nextSeq, int version, @Nullable ReportDefined definition, boolean paused,
    Instant countsFrom, @Nullable Instant ordered, int made, List<Run> runs) {
  /** As many runs are told of; the log has them all. */
  static final int RUNS = 500;

  /** Later than so it counts as late. */
  private static final Duration IN_TIME = Duration.ofMinutes(5);

  Report {
    runs = List.copyOf(runs);
  }

  static Report unheardOf(String name) {
    return new Report(name, 0, 0, null, false, Instant.MIN, null, 0, List.of());
  }

  /** What a request would find. */
  boolean exists() {
    return definition != null;
  }

  /** A fold: this report after an event of its stream. */
  Report after(Recorded recorded, InsightEvent event) {
    Instant at = recorded.occurredAt();
    return switch (event) {
      case ReportDefined defined -> with(defined.version(), defined, exists() && paused, at, ordered, made, runs);
      case ReportPaused pause -> with(version, definition, true, countsFrom, ordered, made, runs);
      case ReportResumed resume -> with(version, definition, false, at, ordered, made, runs);
      case ReportRemoved removal -> with(version, null, false, at, null, made, List.of());
      case ReportOrdered order -> with(version, definition, paused, countsFrom, at, made, runs);
      case ReportMade run -> madeOnce(recorded, run);
      case ReportDelivered taken ->
        ended(taken.run(), taken.recipient(), new Ending(true, taken.attempts(), "", at));
      case ReportUndelivered left ->
        ended(left.run(), left.recipient(), new Ending(false, left.attempts(), left.cause(), at));
      case InsightEvent other -> throw new IllegalStateException("no event of a report: " + recorded.type());
    };
  }

  /** What is to be made now, if anything is. */
  Optional<Due> due(Instant now) {
    ReportDefined of = definition;
    if (of == null) {
      return Optional.empty();
    }
    if (ordered != null) {
      return Optional.of(new Due(ordered, true, isLate(ordered, now), 0));
    }
    return paused ? Optional.empty() : scheduled(ReportDefinition.schedule(of), now);
  }

  /** When its schedule names it next; empty while it stands still. */
  Optional<Instant> next() {
    ReportDefined of = definition;
    return of == null || paused ? Optional.empty() : ReportDefinition.schedule(of).next(countsFrom);
  }

  Optional<Run> run(int number) {
    return runs.stream().filter(run -> run.number() == number).findFirst();
  }

  /** Whether a run's file is one of those that are kept. */
  boolean keeps(Run run) {
    return definition != null && run.number() > made - definition.keep();
  }

  /** Of several instants that have passed the last one is due, and stands for all. */
  private Optional<Due> scheduled(Schedule schedule, Instant now) {
    Instant due = null;
    int passed = 0;
    Optional<Instant> next = schedule.next(countsFrom);
    while (next.isPresent() && !next.get().isAfter(now)) {
      due = next.get();
      passed++;
      next = schedule.next(due);
    }
    return due == null ? Optional.empty()
        : Optional.of(new Due(due, false, isLate(due, now) || passed > 1, passed - 1));
  }

  private static boolean isLate(Instant due, Instant now) {
    return due.plus(IN_TIME).isBefore(now);
  }

  private Report madeOnce(Recorded recorded, ReportMade run) {
    if (definition == null) {
      throw new IllegalStateException("report " + name + " was made before it was defined");
    }
    List<Run> more = new ArrayList<>(runs.subList(Math.max(0, runs.size() + 1 - RUNS), runs.size()));
    more.add(new Run(run, recorded.eventId(), recorded.occurredAt(), definition, Map.of()));
    return run.ordered()
        ? with(version, definition, paused, countsFrom, null, run.run(), more)
        : with(version, definition, paused, run.due(), ordered, run.run(), more);
  }

  private Report ended(int number, String recipient, Ending ending) {
    List<Run> changed =
        runs.stream().map(run -> run.number() == number ? run.with(recipient, ending) : run).toList();
    return with(version, definition, paused, countsFrom, ordered, made, changed);
  }

  private Report with(int newVersion, @Nullable ReportDefined newDefinition, boolean isPaused, Instant from,
      @Nullable Instant order, int runsMade, List<Run> newRuns) {
    return new Report(name, nextSeq + 1, newVersion, newDefinition, isPaused, from, order, runsMade, newRuns);
  }
}
