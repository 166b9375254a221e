package io.anamnesis.command.loyalty.ledger;

import java.time.Duration;

/**
 * How long things last in the points mall.
 *
 * @param reservedFor how long points and stock are set aside
 * @param grace for a lot that expired while the hospital had it set aside and cancelled
 */
public record RedemptionTerms(Duration reservedFor, Duration grace) {
  public static final RedemptionTerms STANDARD = new RedemptionTerms(Duration.ofMinutes(15), Duration.ofDays(7));
}
