package io.anamnesis.query.fold;

import java.time.LocalDate;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.SiteId;

/**
 * The time zone of each site: configuration, fixed while the process runs. States keep raw instants, so that answers alone
 * depend on it.
 */
public record SiteZones(Map<String, ZoneId> bySite, ZoneId standard) {

  public SiteZones {
    bySite = Map.copyOf(bySite);
  }

  /** Every site in Asia/Shanghai. */
  public static SiteZones standardOnly() {
    return new SiteZones(Map.of(), ZoneId.of("Asia/Shanghai"));
  }

  public ZoneId of(@Nullable SiteId site) {
    return site == null ? standard : bySite.getOrDefault(site.value(), standard);
  }

  /** The day on the clock of the site. */
  public LocalDate dayAt(@Nullable SiteId site, Instant instant) {
    return instant.atZone(of(site)).toLocalDate();
  }
}
