package io.anamnesis.query.insight;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import io.anamnesis.events.SiteId;
import io.anamnesis.projections.ReadModels;
import io.anamnesis.projections.Tally;
import io.anamnesis.query.fold.SiteZones;
import io.anamnesis.web.Freshly;
import io.anamnesis.web.Waiting;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/** Figures over all customers. */
@RestController
public class KpiController {
  private static final Set<String> COUNTED = Set.of("visits", "discharges", "purchases");

  private final ReadModels models;
  private final Waiting waiting;
  private final VolumesTally volumes;
  private final SiteZones zones;

  public KpiController(ReadModels models, Waiting waiting, VolumesTally volumes, SiteZones zones) {
    this.models = models;
    this.waiting = waiting;
    this.volumes = volumes;
    this.zones = zones;
  }

  /** @param items ordered by month, then group; each an {@link Item}, or what tells as much of money */
  public record Kpi<I>(String name, String unit, List<I> items) {}

  /**
   * @param from first instant of the month on the clock of the site
   * @param group what the figures are split by
   * @param numerator null: a count is no ratio
   */
  public record Item(Instant from, String group, BigDecimal value, @Nullable BigDecimal numerator,
      @Nullable BigDecimal denominator) {}

  private record Key(Instant from, String group) {}

  /**
   * Volumes by month.
   *
   * @param from a date or an instant: months that begin at or after it
   * @param to a date or an instant: months that begin before it
   * @param by {@code kind} (visits, discharges, purchases) or {@code site} (visits and discharges of each)
   * @param site of this site only
   */
  @GetMapping(path = "/api/v1/kpis/volumes", produces = MediaType.APPLICATION_JSON_VALUE)
  Kpi<Item> volumes(@RequestParam @Nullable String from, @RequestParam @Nullable String to,
      @RequestParam(defaultValue = "kind") String by, @RequestParam @Nullable String site, Freshly freshly) {
    if (!by.equals("kind") && !by.equals("site")) {
      throw Problem.of(ProblemType.INVALID).field("by").detail("problem.invalid.group").exception();
    }
    KpiPeriod period = KpiPeriod.of(from, to, zones.standard());
    waiting.forView(volumes, freshly);
    Map<Key, BigDecimal> sums =
        new TreeMap<>(Comparator.comparing(Key::from).thenComparing(Key::group));
    models.figures(volumes).forEach((cell, value) -> {
      String told = cell.dimensions().get("site");
      Instant month = beginning(cell, told);
      boolean wanted = COUNTED.contains(cell.measure()) && period.holds(month)
          && (site == null || site.equals(told)) && !(by.equals("site") && cell.measure().equals("purchases"));
      if (wanted) {
        sums.merge(new Key(month, by.equals("kind") ? cell.measure() : told == null ? "" : told), value,
            BigDecimal::add);
      }
    });
    return new Kpi<>("volumes", "count", sums.entrySet().stream()
        .map(sum -> new Item(sum.getKey().from, sum.getKey().group, sum.getValue(), null, null)).toList());
  }

  private Instant beginning(Tally.Cell cell, @Nullable String site) {
    return YearMonth.parse(cell.dimensions().get("month")).atDay(1)
        .atStartOfDay(zones.of(site == null ? null : new SiteId(site))).toInstant();
  }
}
