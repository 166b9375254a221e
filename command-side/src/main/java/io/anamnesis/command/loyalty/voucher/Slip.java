package io.anamnesis.command.loyalty.voucher;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A voucher: pure rules on immutable state. */
record Slip(VoucherIssued issued, State state) {
  private static final String CODE = "code";

  enum State {
    ISSUED, USED, VOIDED
  }

  /** @param before null before it was issued */
  static Slip evolve(@Nullable Slip before, VoucherEvent event) {
    if (event instanceof VoucherIssued issued && before == null) {
      return new Slip(issued, State.ISSUED);
    }
    if (event instanceof VoucherIssued || before == null) {
      throw new IllegalStateException("a voucher is issued once, and first of all");
    }
    return new Slip(before.issued, event instanceof VoucherUsed ? State.USED : State.VOIDED);
  }

  /** @throws Refused {@link Reason#VOUCHER_USED}, {@link Reason#VOUCHER_VOIDED}, {@link Reason#VOUCHER_EXPIRED} */
  VoucherUsed use(Instant at, @Nullable String reference, @Nullable VisitId visitId) {
    mustBeIssued(CODE);
    if (issued.validUntil() != null && !at.isBefore(issued.validUntil())) {
      throw new Refused(Reason.VOUCHER_EXPIRED, CODE);
    }
    return new VoucherUsed(issued.voucherId(), issued.redemptionId(), issued.reward(), at, reference, visitId);
  }

  /**
   * Also when it is good no more.
   *
   * @throws Refused {@link Reason#VOUCHER_USED}, {@link Reason#VOUCHER_VOIDED}
   */
  VoucherVoided makeVoid(Instant at) {
    mustBeIssued(null);
    return new VoucherVoided(issued.voucherId(), issued.redemptionId(), issued.reward(), at);
  }

  /** @param field of the request that names the voucher; null where none does */
  private void mustBeIssued(@Nullable String field) {
    switch (state) {
      case USED -> throw new Refused(Reason.VOUCHER_USED, field);
      case VOIDED -> throw new Refused(Reason.VOUCHER_VOIDED, field);
      case ISSUED -> {
        // It can be used, or made void.
      }
    }
  }
}
