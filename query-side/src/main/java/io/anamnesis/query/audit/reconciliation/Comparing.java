package io.anamnesis.query.audit.reconciliation;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.proof.DayReport;
import io.anamnesis.projections.LineSums;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.ViewNotReadyException;
import io.anamnesis.query.audit.reconciliation.Comparison.Difference;
import io.anamnesis.query.audit.reconciliation.Comparison.State;
import io.anamnesis.query.loyalty.LedgerProjection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds signed days against the ledgers. To add up the ledgers goes through all of their lines, so it is done once a minute at most for
 * one day, however often that is asked for, and for one day at a time.
 */
final class Comparing {
  private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);
  private static final JsonMapper JSON = EventCodec.mapper();
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final List<String> SUMMED = List.of("points", "owed");

  private final ReadModels models;
  private final LedgerProjection ledger;
  private final Clock clock;
  private @Nullable Done last;
  private volatile @Nullable Done found;

  Comparing(ReadModels models, LedgerProjection ledger, Clock clock) {
    this.models = models;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** A day that was compared. */
  record Done(DayReport report, Comparison comparison) {}

  /** What was found where ledgers differed the last time that they were looked at. */
  Optional<Done> found() {
    return Optional.ofNullable(found);
  }

  synchronized Comparison of(DayReport report) {
    Done before = last;
    if (before != null && before.report.equals(report)
        && before.comparison.comparedAt().isAfter(clock.instant().minus(GOOD_FOR))) {
      return before.comparison;
    }
    Done done = new Done(report, compared(report));
    if (done.comparison.state() == State.COMPARED) {
      last = done;
      note(done);
    }
    return done.comparison;
  }

  private void note(Done done) {
    if (done.comparison.differs()) {
      found = done;
      LOG.error("The ledgers do not come to what the signed report of {} says: {}.", done.report.day(),
          done.comparison.differences());
    } else if (found != null && !found.report.day().isAfter(done.report.day())) {
      found = null;
    }
  }

  private Comparison compared(DayReport report) {
    Instant now = clock.instant();
    long end = report.at().size();
    LineSums sums;
    try {
      sums = models.lineSums(ledger, SUMMED, end);
    } catch (ViewNotReadyException built) {
      return new Comparison(State.BEHIND, now, 0, 0, List.of());
    }
    return sums.position() < end
        ? new Comparison(State.BEHIND, now, sums.position(), sums.parked(), List.of())
        : new Comparison(State.COMPARED, now, sums.position(), sums.parked(), differences(report, sums));
  }

  private static List<Difference> differences(DayReport report, LineSums sums) {
    JsonNode points = JSON.readTree(report.content()).path("points");
    List<Difference> differences = new ArrayList<>();
    compare("points", points.path("closing").longValue(), sums.sums().get(0).longValueExact(), differences);
    compare("arrears", points.path("arrears").path("closing").longValue(), sums.sums().get(1).longValueExact(),
        differences);
    return List.copyOf(differences);
  }

  private static void compare(String what, long expected, long found, List<Difference> differences) {
    if (expected != found) {
      differences.add(new Difference(what, expected, found));
    }
  }
}
