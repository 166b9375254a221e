package io.anamnesis.command.loyalty.ledger;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.FamilyEvent.PointsReceived;
import io.anamnesis.events.loyalty.FamilyEvent.PointsSent;
import io.anamnesis.events.loyalty.LedgerEvent;
import io.anamnesis.events.loyalty.LedgerEvent.AdjustmentRequested;
import io.anamnesis.events.loyalty.LedgerEvent.Allocation;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsRepaid;
import io.anamnesis.events.loyalty.LedgerEvent.ArrearsWrittenOff;
import io.anamnesis.events.loyalty.LedgerEvent.OpeningBalanceBooked;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.PointsExpired;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.PointsWillExpire;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.PersonsEvent;
import io.anamnesis.events.loyalty.PoolEvent;
import io.anamnesis.events.loyalty.RatingEvent;
import io.anamnesis.events.loyalty.ReviewEvent;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A customer's lots and what became of them. Changed only by {@link #evolve}, in place, which adds up what events say; what
 * is decided on it is in {@link Crediting}, {@link ClawingBack}, {@link Expiring}, {@link Redeeming} and {@code Transferring}. A state that no
 * decision can lead to (a lot that holds less than nothing) fails loudly.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class Ledger {
  /** Lots of which something is left or can come back, by {@link #name}. */
  private final Map<String, HeldLot> lots = new TreeMap<>();
  /** Awards of which something was undone or has expired. */
  private final Map<String, UndoneAward> awards = new TreeMap<>();
  private final Map<UUID, Redemption> redemptions = new TreeMap<>();
  private long arrears;

  /**
   * What became of an award.
   *
   * @param undone by how much its worth fell
   * @param taken what was clawed back for that, owed points among it
   * @param expired what expired unspent
   */
  public record UndoneAward(long undone, long taken, long expired) {
    static final UndoneAward NONE = new UndoneAward(0, 0, 0);
  }

  public static Ledger copyOf(Ledger ledger) {
    Ledger copy = new Ledger();
    copy.lots.putAll(ledger.lots);
    copy.awards.putAll(ledger.awards);
    copy.redemptions.putAll(ledger.redemptions);
    copy.arrears = ledger.arrears;
    return copy;
  }

  /** Names what one rule gave for one interaction, in however many lots. */
  public static String award(UUID cause, String rule) {
    return cause + "/" + rule;
  }

  /** An award as decided, and what it repays of arrears. */
  public List<LoyaltyEvent> credit(PointsEarned award) {
    return Crediting.award(this, award);
  }

  /** @param at when the fact occurred that led to it: what was active then is taken */
  public List<LoyaltyEvent> clawBack(Clawback wanted, Instant at) {
    return ClawingBack.decide(this, wanted, at);
  }

  public void evolve(LoyaltyEvent event) {
    switch (event) {
      case PointsEarned earned -> add(earned.lot(), award(earned.cause(), earned.rule()));
      case PointsNotEarned ignored -> {
        // Moves no points.
      }
      case TierReached ignored -> {
        // Moves no points.
      }
      case RatingEvent ignored -> {
        // Moves no points: the awards and clawbacks beside it do.
      }
      case LevelEvent ignored -> {
        // Moves no points.
      }
      case PersonsEvent ignored -> {
        // Moves no points.
      }
      case BenefitEvent ignored -> {
        // Moves no points.
      }
      case PoolEvent ignored -> {
        // Moves no points: they stay with whose they are.
      }
      case ReviewEvent ignored -> {
        // Moves no points: the awards and clawbacks beside it do.
      }
      case LedgerEvent movement -> move(movement);
      case PointsSent sent -> take(sent.from());
      case PointsReceived received -> received.lots().forEach(one -> add(one.lot(), null));
    }
  }

  private void move(LedgerEvent movement) {
    switch (movement) {
      case PointsClawedBack back -> {
        take(back.from());
        arrears = Math.addExact(arrears, back.owed());
        change(award(back.cause(), back.rule()), back.undone(), Math.addExact(back.points(), back.owed()), 0);
      }
      case ArrearsRepaid repaid -> {
        take(repaid.from());
        repay(repaid.points());
      }
      case ArrearsWrittenOff forgiven -> repay(forgiven.points());
      case PointsExpired expired -> {
        expired.from().forEach(this::expired);
        take(expired.from());
      }
      case PointsReserved reserved -> {
        reserved.from().forEach(part -> change(part, lot -> lot.redeem(part.points())));
        redemptions.put(reserved.redemptionId(),
            new Redemption(reserved.redemptionId(), reserved.reward(), reserved.quantity(),
                reserved.points(), reserved.from(), reserved.expiresAt(), Redemption.State.RESERVED, reserved.pool(),
                reserved.toPay(), reserved.voucher(), List.of()));
      }
      case RedemptionConfirmed confirmed ->
        redemptions.computeIfPresent(confirmed.redemptionId(),
            (id, redemption) -> redemption.confirmed(confirmed.vouchers()));
      case RedemptionCancelled cancelled -> {
        giveBack(cancelled);
        redemptions.computeIfPresent(cancelled.redemptionId(), (id, redemption) -> redemption.cancelled());
      }
      case PointsAdjusted adjusted -> {
        if (adjusted.lot() != null) {
          add(adjusted.lot(), null);
        }
        take(adjusted.from());
      }
      case OpeningBalanceBooked opening -> opening.lots().forEach(lot -> add(lot, null));
      case PointsWillExpire ignored -> {
        // A word to the customer.
      }
      case AdjustmentRequested ignored -> {
        // Moves no points before it is approved.
      }
    }
  }

  /** The same lot comes again when a cause is taken again: that decision is refused by the log, and this state dropped. */
  private void add(Lot lot, @Nullable String award) {
    lots.put(name(lot.lotId(), lot.expiresAt()), HeldLot.of(lot, award));
  }

  /** What is returned is told in the order in which it was taken, but for what is lost. */
  private void giveBack(RedemptionCancelled cancelled) {
    Deque<Returned> returned = new ArrayDeque<>(cancelled.returned());
    Deque<Allocation> lost = new ArrayDeque<>(cancelled.lost());
    for (Allocation part : redemption(cancelled.redemptionId()).from()) {
      HeldLot lot = lot(part);
      if (part.equals(lost.peek())) {
        expired(lost.remove());
      } else {
        Returned back = returned.remove();
        HeldLot home = lots.getOrDefault(name(back.lotId(), back.expiresAt()), lot.until(back.expiresAt()));
        put(home.more(back.points()));
      }
      change(part, held -> held.unredeem(part.points()));
    }
  }

  private void take(Collection<Allocation> from) {
    from.forEach(part -> change(part, lot -> lot.less(part.points())));
  }

  private void change(Allocation part, UnaryOperator<HeldLot> change) {
    put(change.apply(lot(part)));
  }

  private void put(HeldLot lot) {
    String name = name(lot.lotId(), lot.expiresAt());
    if (lot.isEmpty()) {
      lots.remove(name);
    } else {
      lots.put(name, lot);
    }
  }

  private static String name(UUID lotId, Instant expiresAt) {
    return lotId + " " + expiresAt;
  }

  private void expired(Allocation part) {
    String award = lot(part).award();
    if (award != null) {
      change(award, 0, 0, part.points());
    }
  }

  private void change(String award, long undone, long taken, long expired) {
    awards.merge(award, new UndoneAward(undone, taken, expired),
        (before, more) -> new UndoneAward(Math.addExact(before.undone, more.undone),
            Math.addExact(before.taken, more.taken), Math.addExact(before.expired, more.expired)));
  }

  private void repay(long points) {
    if (points > arrears) {
      throw new IllegalStateException("more would be repaid than is owed");
    }
    arrears -= points;
  }

  public Collection<HeldLot> lots() {
    return Collections.unmodifiableCollection(lots.values());
  }

  /** @throws IllegalStateException if nothing is left of it */
  public HeldLot lot(Allocation part) {
    HeldLot lot = lots.get(name(part.lotId(), part.expiresAt()));
    if (lot == null) {
      throw new IllegalStateException("nothing is left of lot " + part.lotId());
    }
    return lot;
  }

  private Redemption redemption(UUID redemptionId) {
    Redemption redemption = redemptions.get(redemptionId);
    if (redemption == null) {
      throw new IllegalStateException("no redemption " + redemptionId);
    }
    return redemption;
  }

  /** Of the vouchers that were issued for a redemption and are not void. */
  public List<String> marks(UUID redemptionId) {
    Redemption redemption = redemptions.get(redemptionId);
    return redemption == null ? List.of() : redemption.marks();
  }

  public UndoneAward undone(String award) {
    return awards.getOrDefault(award, UndoneAward.NONE);
  }

  public Map<UUID, Redemption> redemptions() {
    return Collections.unmodifiableMap(redemptions);
  }

  public long arrears() {
    return arrears;
  }

  /** Points that can be spent at an instant. */
  public long available(Instant at) {
    return lots.values().stream().filter(lot -> lot.isActive(at)).mapToLong(HeldLot::free).reduce(0, Math::addExact);
  }

  /** Points that can be spent later. */
  public long pending(Instant at) {
    return lots.values().stream().filter(lot -> lot.isPending(at)).mapToLong(HeldLot::free).reduce(0, Math::addExact);
  }

  /** Points set aside for rewards that are not confirmed yet. */
  public long reserved() {
    return redemptions.values().stream().filter(one -> one.state() == Redemption.State.RESERVED)
        .mapToLong(Redemption::points).reduce(0, Math::addExact);
  }
}
