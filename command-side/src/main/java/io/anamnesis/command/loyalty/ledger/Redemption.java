package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.VoucherTerms;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A reward that a customer asked for.
 *
 * @param from the points that it takes or took; none once it is cancelled
 * @param points what it costs; where a family pool pays, this customer's part
 * @param expiresAt from then on it can be confirmed no more
 * @param pool that pays, as of the reservation; null where the customer's own points pay for all of it
 * @param toPay in money, as of the reservation; null where nothing is
 * @param voucher how it is handed out against codes, as of the reservation; null where it is not
 * @param marks of the vouchers that were issued for it and are not void
 */
public record Redemption(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
    Instant expiresAt, State state, @Nullable Pooled pool, @Nullable Money toPay,
    @Nullable VoucherTerms voucher, List<String> marks) {

  public enum State {
    RESERVED, CONFIRMED, CANCELLED
  }

  public Redemption {
    from = List.copyOf(from);
    marks = List.copyOf(marks);
  }

  Redemption confirmed(List<String> vouchers) {
    return new Redemption(redemptionId, reward, quantity, points, from, expiresAt, State.CONFIRMED, pool, toPay,
        voucher, vouchers);
  }

  Redemption cancelled() {
    return new Redemption(redemptionId, reward, quantity, points, List.of(), expiresAt, State.CANCELLED,
        pool, toPay, voucher, List.of());
  }

  /** Nobody confirmed it in time. */
  boolean isOverdue(Instant at) {
    return state == State.RESERVED && !expiresAt.isAfter(at);
  }
}
