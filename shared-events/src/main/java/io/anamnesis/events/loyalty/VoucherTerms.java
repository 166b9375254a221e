package io.anamnesis.events.loyalty;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A reward is handed out against codes. A code is good through the local day so many months, and then so many days, after that on
 * which it was issued; without both, for ever.
 *
 * @param months clamped to the month's last day, as all months are
 */
public record VoucherTerms(@Nullable Integer months, @Nullable Integer days) {

  /** First instant at which a code is good no more; null: it is good for ever. */
  public @Nullable Instant validUntil(Instant issuedAt, ZoneId zone) {
    if (months == null && days == null) {
      return null;
    }
    LocalDate last = issuedAt.atZone(zone).toLocalDate().plusMonths(months == null ? 0 : months)
        .plusDays(days == null ? 0 : days);
    return last.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
