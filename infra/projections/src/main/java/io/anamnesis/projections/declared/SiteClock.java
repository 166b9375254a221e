package io.anamnesis.projections.declared;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The time zone of each site. Fixed while the process runs; figures that depend on it follow a change when they are rebuilt. */
@FunctionalInterface
public interface SiteClock {
  /** @param site null where none was told: the standard zone */
  ZoneId zoneOf(@Nullable String site);
}
