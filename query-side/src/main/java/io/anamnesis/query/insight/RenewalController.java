package io.anamnesis.query.insight;

import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.query.insight.KpiController.Item;
import io.anamnesis.query.insight.KpiController.Kpi;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How many paid memberships are renewed. */
@RestController
public class RenewalController {
  private static final String ALL = "all";
  private static final int DECIMALS = 4;

  private final ReadModels models;
  private final Waiting waiting;
  private final RenewalTally tally;
  private final ZoneId zone;
  private final Clock clock;

  public RenewalController(ReadModels models, Waiting waiting, RenewalTally tally, SiteZones zones,
      ObjectProvider<Clock> clocks) {
    this.models = models;
    this.waiting = waiting;
    this.tally = tally;
    this.zone = zones.standard();
    this.clock = clocks.getIfAvailable(Clock::systemUTC);
  }

  private record Key(Instant from, String group) {}

  private record Sum(long expiring, long renewed) {
    Sum with(Sum more) {
      return new Sum(expiring + more.expiring, renewed + more.renewed);
    }
  }

  /**
   * Paid memberships renewed within 30 days before or after their last day, by those whose last day has passed, by its month.
   *
   * @param from a date or an instant: months that begin at or after it
   * @param to a date or an instant: months that begin before it
   * @param by {@code all} or {@code plan}
   * @param site refused: a membership is a customer's, whatever site sold it
   */
  @GetMapping(path = "/api/v1/kpis/renewal-rate", produces = MediaType.APPLICATION_JSON_VALUE)
  Kpi<Item> renewalRate(@RequestParam @Nullable String from, @RequestParam @Nullable String to,
      @RequestParam(defaultValue = ALL) String by, @RequestParam @Nullable String site, Freshly freshly) {
    if (!by.equals(ALL) && !by.equals(RenewalTally.PLAN)) {
      throw Problem.of(ProblemType.INVALID).field("by").detail("problem.invalid.renewal-group").exception();
    }
    if (site != null) {
      throw Problem.of(ProblemType.INVALID).field("site").detail("problem.invalid.renewal-site").exception();
    }
    KpiPeriod period = KpiPeriod.of(from, to, zone);
    LocalDate today = clock.instant().atZone(zone).toLocalDate();
    waiting.forView(tally, freshly);
    Map<Key, Sum> sums = new TreeMap<>(Comparator.comparing(Key::from).thenComparing(Key::group));
    models.figures(tally).forEach((cell, value) -> {
      LocalDate day = LocalDate.parse(cell.dimensions().get(RenewalTally.DAY));
      Instant month = day.withDayOfMonth(1).atStartOfDay(zone).toInstant();
      if (day.isBefore(today) && period.holds(month)) {
        String group = by.equals(ALL) ? ALL : cell.dimensions().getOrDefault(RenewalTally.PLAN, "");
        sums.merge(new Key(month, group), sum(cell, value), Sum::with);
      }
    });
    return new Kpi<>("renewal-rate", "ratio", sums.entrySet().stream()
        .map(sum -> item(sum.getKey(), sum.getValue())).toList());
  }

  private static Sum sum(Tally.Cell cell, BigDecimal value) {
    return cell.measure().equals(RenewalTally.EXPIRING)
        ? new Sum(value.longValueExact(), 0)
        : new Sum(0, value.longValueExact());
  }

  private static Item item(Key key, Sum sum) {
    BigDecimal renewed = BigDecimal.valueOf(sum.renewed());
    BigDecimal expiring = BigDecimal.valueOf(sum.expiring());
    return new Item(key.from(), key.group(), renewed.divide(expiring, DECIMALS, RoundingMode.HALF_UP), renewed,
        expiring);
  }
}
