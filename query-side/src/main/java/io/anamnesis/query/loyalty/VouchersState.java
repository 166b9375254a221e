package io.anamnesis.query.loyalty;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;

/**
 * A customer's vouchers.
 *
 * @param vouchers in the order of their ids
 */
public record VouchersState(List<Voucher> vouchers) {
  static final VouchersState NONE = new VouchersState(List.of());

  /** What was told of a voucher, in whatever order; each once at most. */
  public record Voucher(UUID id, @Nullable VoucherIssued issued, @Nullable VoucherUsed used,
      @Nullable VoucherVoided voided) {

    private Voucher with(VoucherEvent event) {
      return switch (event) {
        case VoucherIssued told -> new Voucher(id, told, used, voided);
        case VoucherUsed told -> new Voucher(id, issued, told, voided);
        case VoucherVoided told -> new Voucher(id, issued, used, told);
      };
    }
  }

  VouchersState with(VoucherEvent event) {
    List<Voucher> more = new ArrayList<>(vouchers);
    Voucher none = new Voucher(event.voucherId(), null, null, null);
    int place = Collections.binarySearch(more, none, Comparator.comparing(Voucher::id));
    if (place < 0) {
      more.add(-place - 1, none.with(event));
    } else {
      more.set(place, more.get(place).with(event));
    }
    return new VouchersState(List.copyOf(more));
  }
}
