package io.anamnesis.command.loyalty;

import io.anamnesis.events.Money;
import org.jspecify.annotations.Nullable;

/**
 * What so many of a reward cost.
 *
 * @param toPay in money beside the points; null where it is had for points alone
 */
record Bill(long points, @Nullable Money toPay) {
  static Bill ofPoints(long points) {
    return new Bill(points, null);
  }
}
