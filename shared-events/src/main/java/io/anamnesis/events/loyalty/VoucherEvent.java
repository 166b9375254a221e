package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.VOUCHER_CODE;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.VisitId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The life of a voucher. Each has a stream of its own, named by its mark: a keyed hash of its code. Whoever has the code finds it;
 * who reads the log finds no code.
 */
public sealed interface VoucherEvent extends CustomerEvent {
  UUID voucherId();

  /** Of the redemption that it was issued for. */
  UUID redemptionId();

  RewardId reward();

  /**
   * A voucher is issued when its redemption is confirmed.
   *
   * @param code whoever tells it gets the reward
   * @param validUntil first instant at which it is good no more; null: it is good for ever
   */
  @Decision("loyalty.voucher-issued")
  record VoucherIssued(UUID voucherId, UUID redemptionId, RewardId reward, @Personal(VOUCHER_CODE) Sealed code,
      Instant issuedAt, @Nullable Instant validUntil) implements VoucherEvent {}

  /**
   * The reward was handed out.
   *
   * @param reference names it elsewhere; null if nothing was told
   * @param visitId of the visit at which it was; null if none was told
   */
  @Decision("loyalty.voucher-used")
  record VoucherUsed(UUID voucherId, UUID redemptionId, RewardId reward, Instant usedAt, @Nullable String reference,
      @Nullable VisitId visitId) implements VoucherEvent {}

  /** Its redemption was cancelled before it was used. */
  @Decision("loyalty.voucher-voided")
  record VoucherVoided(UUID voucherId, UUID redemptionId, RewardId reward, Instant voidedAt)
      implements
        VoucherEvent {}
}
