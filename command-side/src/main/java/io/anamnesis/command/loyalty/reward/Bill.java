package io.anamnesis.command.loyalty.reward;

import io.anamnesis.events.Money;
import io.anamnesis.events.loyalty.VoucherTerms;
import org.jspecify.annotations.Nullable;

/**
 * What so many of a reward cost.
 *
 * @param toPay in money beside the points; null where it is had for points alone
 * @param voucher how it is handed out against codes; null where it is not
 */
public record Bill(long points, @Nullable Money toPay, @Nullable VoucherTerms voucher) {
  public static Bill ofPoints(long points) {
    return new Bill(points, null, null);
  }
}
