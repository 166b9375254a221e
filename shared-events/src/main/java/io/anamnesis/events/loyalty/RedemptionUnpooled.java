package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.VOUCHER_CODE;

import io.anamnesis.events.Personal;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Upcaster;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.Canceller;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** In revision 1 of what is told of redemptions the customer's own points paid for all of them. */
public record RedemptionUnpooled(String type, Class<? extends Record> before) implements Upcaster {
  public static final Upcaster RESERVED = new RedemptionUnpooled("loyalty.points-reserved", Reserved.class);
  public static final Upcaster CONFIRMED = new RedemptionUnpooled("loyalty.redemption-confirmed", Confirmed.class);
  public static final Upcaster CANCELLED = new RedemptionUnpooled("loyalty.redemption-cancelled", Cancelled.class);

  record Reserved(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      Instant reservedAt, Instant expiresAt) {}

  record Confirmed(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      @Personal(VOUCHER_CODE) List<Sealed> vouchers) {}

  record Cancelled(UUID redemptionId, RewardId reward, long quantity, long points, boolean confirmed, Canceller by,
      List<Returned> returned, List<Allocation> lost) {}

  @Override
  public int fromRevision() {
    return 1;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    return payload;
  }
}
