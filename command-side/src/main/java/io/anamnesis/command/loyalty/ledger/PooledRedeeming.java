package io.anamnesis.command.loyalty.ledger;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.command.loyalty.reward.Bill;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.Pooled;
import io.anamnesis.events.loyalty.Pooled.Share;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reserve, then confirm or cancel, with the points of all who are in a family pool. What is decided is told account by account;
 * each account has its own part, and all parts have the same fate.
 */
public final class PooledRedeeming {
  private PooledRedeeming() {}

  /** A lot that the pool may spend. */
  private record Offered(CustomerId owner, HeldLot lot) {
    /** Earliest expiry, then earliest earned, then the owner's number; the lot's id tells apart what is alike. */
    static final Comparator<Offered> CONSUMPTION = Comparator.comparing((Offered one) -> one.lot.expiresAt())
        .thenComparing(one -> one.lot.earnedAt()).thenComparing(Offered::owner).thenComparing(one -> one.lot.lotId());
  }

  /**
   * Who owes points gives none; and who asks must owe none.
   *
   * @param members all of the pool, the redeemer among them
   * @param bill what all of the quantity costs; what is to be paid in money is the redeemer's to pay
   * @return by account: the redeemer's, whatever part the redeemer has in it, and of the others those who give
   * @throws Refused {@link Reason#IN_ARREARS}, {@link Reason#NOT_ENOUGH_POINTS}
   */
  public static SortedMap<CustomerId, List<LoyaltyEvent>> reserve(SortedMap<CustomerId, Ledger> members, UUID poolId,
      PooledCommand.Reserve asked, Bill bill, RedemptionTerms terms) {
    if (of(members, asked.customer()).arrears() > 0) {
      throw new Refused(Reason.IN_ARREARS);
    }
    SortedMap<CustomerId, List<Allocation>> from = allocate(members, asked, bill.points());
    List<Share> shares =
        from.entrySet().stream().map(one -> new Share(one.getKey(), LedgerDraft.sum(one.getValue()))).toList();
    Pooled pool = new Pooled(poolId, asked.customer(), shares);
    if (pool.total() < bill.points()) {
      throw new Refused(Reason.NOT_ENOUGH_POINTS);
    }
    from.putIfAbsent(asked.customer(), List.of());
    SortedMap<CustomerId, List<LoyaltyEvent>> decided = new TreeMap<>();
    from.forEach((member, lots) -> {
      boolean redeemer = member.equals(asked.customer());
      decided.put(member,
          List.of(new PointsReserved(asked.redemptionId(), asked.reward(), asked.quantity(), LedgerDraft.sum(lots),
              lots, asked.at(), asked.at().plus(terms.reservedFor()), redeemer ? pool : pool.ofAnother(),
              redeemer ? bill.toPay() : null, redeemer ? bill.voucher() : null)));
    });
    return decided;
  }

  private static SortedMap<CustomerId, List<Allocation>> allocate(SortedMap<CustomerId, Ledger> members,
      PooledCommand.Reserve asked, long points) {
    List<Offered> offered = new ArrayList<>();
    members.forEach((owner, ledger) -> {
      if (ledger.arrears() == 0) {
        LedgerDraft.inOrder(ledger, lot -> lot.isActive(asked.at())).map(lot -> new Offered(owner, lot))
            .forEach(offered::add);
      }
    });
    offered.sort(Offered.CONSUMPTION);
    SortedMap<CustomerId, List<Allocation>> from = new TreeMap<>();
    long missing = points;
    for (Offered one : offered) {
      long taken = Math.min(one.lot.free(), missing);
      if (taken > 0) {
        from.computeIfAbsent(one.owner, first -> new ArrayList<>()).add(one.lot.allocation(taken));
        missing -= taken;
      }
    }
    return from;
  }

  /**
   * @param parts the accounts of the redeemer and of all who pay
   * @param vouchers marks of those issued for it, which are the redeemer's
   * @throws Refused {@link Reason#REDEMPTION_CONFIRMED}, {@link Reason#REDEMPTION_CANCELLED},
   *     {@link Reason#RESERVATION_EXPIRED}, {@link Reason#PAYMENT_NEEDED}, {@link Reason#NOTHING_TO_PAY}
   */
  public static SortedMap<CustomerId, List<LoyaltyEvent>> confirm(SortedMap<CustomerId, Ledger> parts,
      PooledCommand.Confirm asked, List<String> vouchers) {
    Redeeming.mustBeConfirmable(whole(parts, asked), asked.payment(), asked.at());
    return each(parts, ledger -> List.of(confirmed(part(ledger, asked), vouchers, asked.payment())));
  }

  /** Whoever else gives points is not told of the payment, and gets no vouchers. */
  private static LoyaltyEvent confirmed(Redemption part, List<String> vouchers, @Nullable Sealed payment) {
    return Redeeming.confirmed(part, part.voucher() == null ? List.of() : vouchers,
        part.toPay() == null ? null : payment);
  }

  /**
   * Gives the points back to whose they were, as {@link Redeeming#cancel} does, also to who has left the pool since.
   *
   * @throws Refused {@link Reason#REDEMPTION_CANCELLED}, {@link Reason#STAFF_ONLY}, {@link Reason#RESERVATION_EXPIRED}
   */
  public static SortedMap<CustomerId, List<LoyaltyEvent>> cancel(SortedMap<CustomerId, Ledger> parts,
      PooledCommand.Cancel asked, RedemptionTerms terms) {
    Redeeming.mustBeCancellable(whole(parts, asked), asked.byStaff(), asked.at());
    return each(parts, ledger -> Redeeming.cancelled(ledger, part(ledger, asked), asked.by(), asked.at(), terms));
  }

  /** As of when its time ran out; nothing where it has not, or the redemption is no longer open. */
  public static SortedMap<CustomerId, List<LoyaltyEvent>> timeOut(SortedMap<CustomerId, Ledger> parts,
      PooledCommand.TimeOut asked, RedemptionTerms terms) {
    return whole(parts, asked).isOverdue(asked.at())
        ? each(parts, ledger -> Redeeming.timedOut(ledger, part(ledger, asked), terms))
        : new TreeMap<>();
  }

  /** Of the reservations of a pool that an account has part in, and whose time had run out by an instant, that which ran out first. */
  public static Optional<PooledCommand.TimeOut> firstOverdue(Ledger part, Instant at) {
    return part.redemptions().values().stream().filter(redemption -> redemption.isOverdue(at))
        .sorted(Comparator.comparing(Redemption::expiresAt).thenComparing(Redemption::redemptionId))
        .flatMap(redemption -> Stream.ofNullable(redemption.pool())
            .map(pool -> new PooledCommand.TimeOut(pool.redeemer(), redemption.redemptionId(), at)))
        .findFirst();
  }

  private static SortedMap<CustomerId, List<LoyaltyEvent>> each(SortedMap<CustomerId, Ledger> parts,
      Function<Ledger, List<LoyaltyEvent>> decide) {
    SortedMap<CustomerId, List<LoyaltyEvent>> decided = new TreeMap<>();
    parts.forEach((member, ledger) -> decided.put(member, decide.apply(ledger)));
    return decided;
  }

  private static Redemption whole(SortedMap<CustomerId, Ledger> parts, PooledCommand asked) {
    return part(of(parts, asked.customer()), asked);
  }

  private static Redemption part(Ledger ledger, PooledCommand asked) {
    Redemption part = ledger.redemptions().get(asked.redemptionId());
    if (part == null) {
      throw new IllegalStateException("an account has no part in a redemption that it pays for");
    }
    return part;
  }

  private static Ledger of(Map<CustomerId, Ledger> ledgers, CustomerId customer) {
    Ledger ledger = ledgers.get(customer);
    if (ledger == null) {
      throw new IllegalArgumentException("the redeemer's account is not among those of the pool");
    }
    return ledger;
  }
}
