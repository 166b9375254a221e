package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.projections.Projection;
import io.anamnesis.projections.ProjectionRunner;
import io.anamnesis.query.insight.export.Export;
import io.anamnesis.query.insight.export.Exports;
import io.anamnesis.query.insight.export.Manifest;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.ConsistencyToken;

/**
 * Makes a report's file. First the file is kept, then it is recorded that it was made, at the end of the report's stream: whoever
 * is killed between makes it again, and of several who make it one is recorded.
 */
final class Making {
  /** Who has done what nobody asked for. */
  static final String ACTOR = "anamnesis";

  private static final Logger LOG = LoggerFactory.getLogger(Making.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Reports reports;
  private final EventLog log;
  private final ProjectionRunner runner;
  private final Waiting waiting;
  private final Exports exports;
  private final Shelf shelf;
  private final Attempts attempts;
  private final ReportSettings settings;
  private final Clock clock;

  Making(Reports reports, EventLog log, ProjectionRunner runner, Waiting waiting, Exports exports, Shelf shelf,
      Attempts attempts, ReportSettings settings, Clock clock) {
    this.reports = reports;
    this.log = log;
    this.runner = runner;
    this.waiting = waiting;
    this.exports = exports;
    this.shelf = shelf;
    this.attempts = attempts;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes what is due, or notes why it could not be made and when to try again. */
  void make(Report report, Due due, int failedBefore) {
    Attempts.Of making = Attempts.Of.making(report);
    try {
      file(report, due);
      attempts.over(making);
    } catch (Failure | IOException | RuntimeException failure) {
      String code = Failure.code(failure);
      LOG.warn("report {} could not be made: {}", report.name(), code);
      attempts.failed(making, code, clock.instant().plus(settings.pauseAfter(failedBefore + 1)));
    }
  }

  private void file(Report report, Due due) throws Failure, IOException {
    ReportDefined definition = Objects.requireNonNull(report.definition());
    List<Projection<?, ?>> view = runner.versions(definition.projection());
    if (view.isEmpty()) {
      throw Failure.of("unknown-projection");
    }
    // Whatever was recorded until now, and what the system derives from it, is in the rows.
    Freshly now = new Freshly(new ConsistencyToken(log.head()), PATIENCE);
    view.forEach(version -> waiting.forView(version, now));
    try (Export export = exports.model(ReportDefinition.format(definition), view)) {
      long size = export.file().size();
      if (size > settings.largestFile().toBytes()) {
        throw Failure.of("too-large");
      }
      String sha256 = HexFormat.of().formatHex(export.file().sha256());
      shelf.put(report.name(), sha256, size, export.file().content());
      record(report, due, export.manifest(), size, sha256);
    }
  }

  private void record(Report made, Due due, Manifest of, long size, String sha256) {
    reports.decide(made.name(), ACTOR, report -> {
      if (!isStillDue(report, made, due)) {
        return Optional.empty();
      }
      ReportMade event = new ReportMade(report.name(), report.made() + 1, report.version(), due.instant(),
          due.ordered(), due.late(), due.missed(), Objects.requireNonNull(of.version()),
          Objects.requireNonNull(of.position()), of.rows(), Objects.requireNonNull(of.parked()), size, sha256);
      return Optional.of(reports.decision(event, null));
    });
  }

  /** Nobody else has made it, and nobody has changed what it is. */
  private static boolean isStillDue(Report report, Report made, Due due) {
    boolean wanted = due.ordered()
        ? due.instant().equals(report.ordered())
        : !report.paused() && report.countsFrom().isBefore(due.instant());
    return wanted && report.exists() && report.version() == made.version() && report.made() == made.made();
  }
}
