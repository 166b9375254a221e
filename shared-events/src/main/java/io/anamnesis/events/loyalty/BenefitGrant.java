package io.anamnesis.events.loyalty;

import java.time.Instant;

/**
 * So many uses of a benefit within one year of it.
 *
 * @param kind of the benefit
 * @param level the level held at {@code grantedAt}
 * @param programme version by whose terms it is held
 * @param quantity how many uses
 * @param from first instant of the year
 * @param until first instant after it
 * @param grantedAt the beginning of the year, or an instant within it at which a level gave more
 */
public record BenefitGrant(String kind, int level, String programme, int quantity, Instant from, Instant until,
    Instant grantedAt) {

  /** Whether it can be used of at an instant. */
  public boolean isOpen(Instant at) {
    return !grantedAt.isAfter(at) && until.isAfter(at);
  }
}
