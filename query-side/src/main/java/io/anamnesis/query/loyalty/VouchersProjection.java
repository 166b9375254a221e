package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;
import io.anamnesis.query.loyalty.VouchersAnswer.Item;
import io.anamnesis.query.loyalty.VouchersState.Voucher;

/** A customer's vouchers: issued, used, voided, or good no more. */
public final class VouchersProjection implements Projection<VouchersState, VouchersAnswer> {
  private static final Comparator<Item> NEWEST_FIRST =
      Comparator.comparing(Item::issuedAt).reversed().thenComparing(Item::voucherId);

  @Override
  public String name() {
    return "vouchers";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(VoucherEvent.class);
  }

  @Override
  public Class<VouchersState> stateType() {
    return VouchersState.class;
  }

  @Override
  public VouchersState initial() {
    return VouchersState.NONE;
  }

  @Override
  public VouchersState fold(VouchersState state, Recorded event) {
    return event.event() instanceof VoucherEvent voucher ? state.with(voucher) : state;
  }

  @Override
  public VouchersAnswer answer(Folded<VouchersState> folded, Instant at) {
    List<Item> items =
        folded.state().vouchers().stream().flatMap(one -> item(one, at)).sorted(NEWEST_FIRST).toList();
    return new VouchersAnswer(folded.subject(), items, folded.position());
  }

  private static Stream<Item> item(Voucher voucher, Instant at) {
    VoucherIssued issued = voucher.issued();
    if (issued == null || issued.issuedAt().isAfter(at)) {
      return Stream.empty();
    }
    VoucherUsed used = voucher.used() != null && isBy(voucher.used().usedAt(), at) ? voucher.used() : null;
    return Stream.of(new Item(voucher.id(), issued.code(), issued.reward(), issued.redemptionId(),
        state(voucher, issued, at), issued.issuedAt(), issued.validUntil(), used == null ? null : used.usedAt(),
        used == null ? null : used.reference(), used == null ? null : used.visitId()));
  }

  private static String state(Voucher voucher, VoucherIssued issued, Instant at) {
    if (voucher.used() != null && isBy(voucher.used().usedAt(), at)) {
      return "used";
    }
    if (voucher.voided() != null && isBy(voucher.voided().voidedAt(), at)) {
      return "voided";
    }
    return isBy(issued.validUntil(), at) ? "expired" : "issued";
  }

  private static boolean isBy(@Nullable Instant instant, Instant at) {
    return instant != null && !instant.isAfter(at);
  }
}
