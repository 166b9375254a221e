package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.VOUCHER_CODE;

import io.anamnesis.events.Personal;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Upcaster;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** In revision 2 of what is told of redemptions rewards were had for points alone, and never handed out against codes. */
public record RedemptionWithPayment(String type, Class<? extends Record> before) implements Upcaster {
  public static final Upcaster RESERVED = new RedemptionWithPayment("loyalty.points-reserved", Reserved.class);
  public static final Upcaster CONFIRMED = new RedemptionWithPayment("loyalty.redemption-confirmed", Confirmed.class);

  record Reserved(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      Instant reservedAt, Instant expiresAt, @Nullable Pooled pool) {}

  record Confirmed(UUID redemptionId, RewardId reward, long quantity, long points, List<Allocation> from,
      @Personal(VOUCHER_CODE) List<Sealed> vouchers, @Nullable Pooled pool) {}

  @Override
  public int fromRevision() {
    return 2;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    if (payload.has("vouchers")) {
      // A code is in the voucher's own life; none was ever here.
      payload.putArray("vouchers");
    }
    return payload;
  }
}
