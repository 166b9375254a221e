package io.anamnesis.query.insight.report;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ReportDefined;
import io.anamnesis.events.insight.InsightEvent.ReportDelivered;
import io.anamnesis.events.insight.InsightEvent.ReportMade;
import io.anamnesis.events.insight.InsightEvent.ReportUndelivered;
import io.anamnesis.query.insight.export.Spool;
import io.anamnesis.query.insight.report.Attempts.Failed;
import io.anamnesis.query.insight.report.delivery.NotTaken;
import io.anamnesis.query.insight.report.delivery.Parcel;
import io.anamnesis.query.table.TableFormat;
import io.anamnesis.web.Language;

/**
 * Hands the file of a run to one receiver. First it is sent, then it is recorded: so it is sent once or more, and every time
 * with the same id.
 */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  private final Reports reports;
  private final Shelf shelf;
  private final Attempts attempts;
  private final Couriers couriers;
  private final ReportSettings settings;
  private final Clock clock;

  Delivery(Reports reports, Shelf shelf, Attempts attempts, Couriers couriers, ReportSettings settings, Clock clock) {
    this.reports = reports;
    this.shelf = shelf;
    this.attempts = attempts;
    this.couriers = couriers;
    this.settings = settings;
    this.clock = clock;
  }

  /** Takes the file there, or notes why it was not taken and when to try again, or gives it up. */
  void deliver(Attempts.Of of, @Nullable Failed before) {
    Optional<Run> run = waiting(of);
    if (run.isEmpty()) {
      return; // Whoever had the turn before has done it, or the report is gone.
    }
    int attempt = Failed.count(before) + 1;
    try {
      send(of, run.get());
      end(of, run.get(), new ReportDelivered(of.report(), of.run(), of.recipient(), attempt));
    } catch (NotTaken failed) {
      notTaken(of, run.get(), attempt, failed);
    } catch (IOException | RuntimeException failed) {
      notTaken(of, run.get(), attempt, NotTaken.yet(Failure.code(failed)));
    }
  }

  private void notTaken(Attempts.Of of, Run run, int attempt, NotTaken why) {
    Instant now = clock.instant();
    LOG.warn("report {}, run {}, {}: attempt {} failed: {}", of.report(), of.run(), of.recipient(), attempt,
        why.code());
    if (why.isForGood() || !run.madeAt().plus(settings.giveUp()).isAfter(now)) {
      end(of, run, new ReportUndelivered(of.report(), of.run(), of.recipient(), attempt, why.code()));
    } else {
      attempts.failed(of, why.code(), now.plus(settings.pauseAfter(attempt)));
    }
  }

  private void end(Attempts.Of of, Run run, InsightEvent ending) {
    reports.decide(of.report(), Making.ACTOR, report -> report.run(of.run())
        .filter(known -> known.waiting().contains(of.recipient())).map(known -> reports.decision(ending, run.id())));
    attempts.over(of);
  }

  private Optional<Run> waiting(Attempts.Of of) {
    return reports.find(of.report()).run(of.run()).filter(run -> run.waiting().contains(of.recipient()));
  }

  private void send(Attempts.Of of, Run run) throws NotTaken, IOException {
    try (Spool file = Spool.open()) {
      ReportMade made = run.made();
      if (!shelf.copy(of.report(), made.sha256(), made.size(), file.out())) {
        throw NotTaken.ever("file-gone");
      }
      file.out().flush();
      couriers.deliver(of.recipient(), run.definition(), parcel(run, file));
    }
  }

  private static Parcel parcel(Run run, Spool file) {
    ReportMade made = run.made();
    ReportDefined of = run.definition();
    TableFormat format = ReportDefinition.format(of);
    String title = of.title();
    return new Parcel(of.name(), title == null ? of.name() : title, run.number(), made.due(), ZoneId.of(of.zone()),
        made.late(), run.id(), FileName.of(run), format.mediaType(), made.size(), made.sha256(), made.rows(),
        made.position(), Language.of(of.language()), file::content);
  }
}
