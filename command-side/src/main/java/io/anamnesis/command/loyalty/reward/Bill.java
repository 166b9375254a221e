package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.Money;
import org.jspecify.annotations.Nullable;

/**
 * What so many of a reward cost.
 *
 * @param toPay in money beside the points; null where it is had for points alone
 */
public record Bill(long points, @Nullable Money toPay) {
  public static Bill ofPoints(long points) {
    return new Bill(points, null);
  }
}
