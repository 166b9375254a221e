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
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Holds signed days against the ledgers, and keeps what it found. To add up the ledgers goes through all of their lines, so it is done
 * for one day at a time, and for no day more than once a minute.
 */
final class Comparing {
  private static final Logger LOG = LoggerFactory.getLogger(Comparing.class);
  private static final JsonMapper JSON = EventCodec.mapper();
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);
  private static final List<String> SUMMED = List.of("points", "owed");

  private final ReadModels models;
  private final LedgerProjection ledger;
  private final Clock clock;
  private final Map<LocalDate, Done> kept = new ConcurrentHashMap<>();

  Comparing(ReadModels models, LedgerProjection ledger, Clock clock) {
    this.models = models;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** A day that was compared. */
  record Done(DayReport report, Comparison comparison) {}

  /** The newest day to which the ledgers did not come when they were looked at last. */
  Optional<Done> found() {
    return kept.values().stream().filter(done -> done.comparison.differs())
        .max(Comparator.comparing(done -> done.report.day()));
  }

  /** What was found when it was looked at last; nothing is looked at for it. */
  Comparison kept(DayReport report) {
    return Optional.ofNullable(kept.get(report.day())).filter(done -> done.report.equals(report))
        .map(Done::comparison).orElse(Comparison.NONE);
  }

  synchronized Comparison now(DayReport report) {
    Comparison before = kept(report);
    Instant at = before.comparedAt();
    return at != null && at.isAfter(clock.instant().minus(GOOD_FOR)) ? before : looked(report, before);
  }

  private Comparison looked(DayReport report, Comparison before) {
    Comparison comparison = compared(report);
    if (comparison.state() == State.COMPARED) {
      kept.put(report.day(), new Done(report, comparison));
    }
    if (comparison.differs() && !comparison.differences().equals(before.differences())) {
      LOG.error("The ledgers do not come to what the signed report of {} says: {}.", report.day(),
          comparison.differences());
    }
    return comparison;
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
