package io.anamnesis.events.loyalty;

import io.anamnesis.events.Money;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a reward beside its price in points.
 *
 * @param price of one in money, which whoever redeems it pays to the hospital; null: it is had for points alone
 * @param level the lowest of the levels from 1 with which it can be redeemed; null: with any
 * @param cost of one to the hospital, less what is paid for it in money; null where it is not known
 * @param voucher how it is handed out against codes; null where it is handed out otherwise
 */
public record RewardTerms(@Nullable Money price, @Nullable Integer level, @Nullable Money cost,
    @Nullable VoucherTerms voucher) {
  public static final RewardTerms NONE = new RewardTerms(null, null, null, null);
}
