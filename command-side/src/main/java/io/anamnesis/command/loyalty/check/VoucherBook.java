package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.voucher.Voucher;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.VoucherEvent;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherIssued;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherUsed;
import io.anamnesis.events.loyalty.VoucherEvent.VoucherVoided;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Whether the vouchers of a customer are those of the redemptions that were confirmed, one for each mark; used once at most and
 * in their time; and void when, and only when, their redemption was cancelled.
 */
final class VoucherBook {
  private static final String NONE = "none";
  private static final String ISSUED = "issued";
  private static final String USED = "used";
  private static final String VOIDED = "voided";

  private final Findings findings;
  /** By stream, in the order in which redemptions were confirmed. */
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Set<UUID> cancelled = new HashSet<>();

  /**
   * A voucher that a redemption names.
   *
   * @param validUntil {@link Instant#MAX} where it is good for ever
   * @param position of the last event about it
   */
  private record Slot(UUID redemptionId, String state, Instant validUntil, long position) {
    private Slot now(String next, long at) {
      return new Slot(redemptionId, next, validUntil, at);
    }
  }

  VoucherBook(Findings findings) {
    this.findings = findings;
  }

  void take(Recorded recorded, LedgerEvent event) {
    switch (event) {
      case RedemptionConfirmed confirmed -> confirmed.vouchers().forEach(mark -> slots.put(Voucher.stream(mark),
          new Slot(confirmed.redemptionId(), NONE, Instant.MAX, recorded.position())));
      case RedemptionCancelled gone -> cancelled.add(gone.redemptionId());
      default -> {
        // Concerns no vouchers.
      }
    }
  }

  void take(Recorded recorded, VoucherEvent event) {
    long position = recorded.position();
    Slot slot = slots.get(Objects.requireNonNullElse(recorded.stream(), ""));
    if (!hold("of redemption " + event.redemptionId(), slot == null ? NONE : "of redemption " + slot.redemptionId,
        position)
        || slot == null) {
      return;
    }
    hold(event instanceof VoucherIssued ? NONE : ISSUED, slot.state, position);
    Slot next = switch (event) {
      case VoucherIssued issued -> new Slot(slot.redemptionId, ISSUED,
          Objects.requireNonNullElse(issued.validUntil(), Instant.MAX), position);
      case VoucherUsed used -> {
        if (!used.usedAt().isBefore(slot.validUntil)) {
          hold("before " + slot.validUntil, used.usedAt().toString(), position);
        }
        yield slot.now(USED, position);
      }
      case VoucherVoided ignored -> slot.now(VOIDED, position);
    };
    slots.put(Objects.requireNonNull(recorded.stream()), next);
  }

  /** The account is at its end. */
  void end() {
    slots.values().forEach(slot -> {
      boolean gone = cancelled.contains(slot.redemptionId);
      if (gone != slot.state.equals(VOIDED) || slot.state.equals(NONE)) {
        hold(gone ? VOIDED : ISSUED, slot.state, slot.position);
      }
    });
  }

  private boolean hold(String expected, String found, long position) {
    return findings.hold(Kind.VOUCHER, null, null, expected, found, position);
  }
}
