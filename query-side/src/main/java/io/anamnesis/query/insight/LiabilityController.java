package io.anamnesis.query.insight;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.projections.ReadModels;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.KpiController.Kpi;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** What the points that customers hold oblige the hospital to. */
@RestController
public class LiabilityController {
  private static final String NAME = "points-liability";
  private static final Set<String> GROUPS = Set.of("forecast", "state", "cost");

  private final ReadModels models;
  private final Waiting waiting;
  private final LiabilityTally tally;
  private final RewardCosts costs;
  private final ZoneId zone;
  private final Clock clock;

  public LiabilityController(ReadModels models, Waiting waiting, LiabilityTally tally, RewardCosts costs,
      SiteZones zones, ObjectProvider<Clock> clocks) {
    this.models = models;
    this.waiting = waiting;
    this.tally = tally;
    this.costs = costs;
    this.zone = zones.standard();
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  /**
   * Points outstanding now, by the month in which they expire.
   *
   * @param from a date or an instant: months that begin at or after it
   * @param to a date or an instant: months that begin before it
   * @param by {@code forecast}: {@code outstanding}, {@code to-be-spent} and {@code to-expire}, the latter two with what was
   *     spent or expired and what left in all in the twelve months before; {@code state}: {@code free} and {@code reserved};
   *     {@code cost}: a currency each, and {@code unknown}, see {@link Liability.Cost}
   * @param site refused: points are a customer's, whatever site they were earned at
   */
  @GetMapping(path = "/api/v1/kpis/points-liability", produces = MediaType.APPLICATION_JSON_VALUE)
  Kpi<?> liability(@RequestParam @Nullable String from, @RequestParam @Nullable String to,
      @RequestParam(defaultValue = "forecast") String by, @RequestParam @Nullable String site, Freshly freshly) {
    if (!GROUPS.contains(by)) {
      throw Problem.of(ProblemType.INVALID).field("by").detail("problem.invalid.liability-group").exception();
    }
    if (site != null) {
      throw Problem.of(ProblemType.INVALID).field("site").detail("problem.invalid.liability-site").exception();
    }
    KpiPeriod period = KpiPeriod.of(from, to, zone);
    waiting.forView(tally, freshly);
    Liability liability = new Liability(models.figures(tally), clock.instant(), zone);
    return switch (by) {
      case "cost" -> new Kpi<>(NAME, "money", liability.costs(period, costs.now()));
      case "state" -> new Kpi<>(NAME, "points", liability.byState(period));
      default -> new Kpi<>(NAME, "points", liability.forecast(period));
    };
  }
}
