package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.FieldClass;
import io.anamnesis.events.Personal;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.VisitId;

/**
 * {@code GET /customers/{c}/vouchers}.
 *
 * @param vouchers newest first
 */
public record VouchersAnswer(String customer, List<Item> vouchers, long position) {

  /**
   * A voucher at an instant.
   *
   * @param code whoever tells it gets the reward
   * @param state {@code issued}, {@code used}, {@code voided} or {@code expired}
   * @param validUntil first instant at which it is good no more; null: it is good for ever
   * @param usedAt null unless it was used, as what was told of it then
   */
  public record Item(UUID voucherId, @Personal(FieldClass.VOUCHER_CODE) Sealed code, RewardId reward, UUID redemptionId,
      String state,
      Instant issuedAt, @Nullable Instant validUntil, @Nullable Instant usedAt, @Nullable String reference,
      @Nullable VisitId visitId) {}
}
