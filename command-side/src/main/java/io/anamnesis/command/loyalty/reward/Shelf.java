package io.anamnesis.command.loyalty.reward;

import io.anamnesis.command.loyalty.request.Refused.Reason;
import io.anamnesis.command.loyalty.request.Refused;
import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.events.loyalty.RewardEvent.RewardChanged;
import io.anamnesis.events.loyalty.RewardEvent.RewardOffered;
import io.anamnesis.events.loyalty.RewardEvent.RewardRetired;
import io.anamnesis.events.loyalty.RewardEvent.StockReserved;
import io.anamnesis.events.loyalty.RewardEvent.StockReturned;
import io.anamnesis.events.loyalty.RewardEvent.StockTaken;
import io.anamnesis.events.loyalty.RewardTerms;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A reward and its stock: pure rules on immutable state.
 *
 * @param terms as last told; null before the first offer
 * @param free units that can be reserved
 * @param version number of the last event, from 0; -1 before the first
 */
public record Shelf(@Nullable Terms terms, long free, boolean retired, long version) {
  /** Each is an event of the one decision. */
  private static final int MOST_VOUCHERS = 50;

  public static final Shelf EMPTY = new Shelf(null, 0, false, -1);

  /**
   * What an administrator tells.
   *
   * @param points price of one
   * @param stock units that are free from then on
   */
  public record Terms(String name, long points, long stock, RewardTerms more) {}

  public Shelf evolve(RewardEvent event) {
    return switch (event) {
      case RewardOffered offered ->
        with(new Terms(offered.name(), offered.points(), offered.stock(), offered.terms()));
      case RewardChanged changed ->
        with(new Terms(changed.name(), changed.points(), changed.stock(), changed.terms()));
      case RewardRetired ignored -> new Shelf(terms, free, true, version + 1);
      case StockReserved reserved -> new Shelf(terms, free - reserved.quantity(), retired, version + 1);
      // Taken from what was reserved: what is free stays as it is.
      case StockTaken ignored -> new Shelf(terms, free, retired, version + 1);
      case StockReturned back -> new Shelf(terms, Math.addExact(free, back.quantity()), retired, version + 1);
    };
  }

  private Shelf with(Terms told) {
    return new Shelf(told, told.stock(), false, version + 1);
  }

  /**
   * The same terms as last told change nothing, also when some of the stock is gone: it is the same offer, told again.
   *
   * @param expected version that the caller has read; null if none is told
   * @throws Refused {@link Reason#REWARD_EXISTS}, {@link Reason#STALE_REWARD}
   */
  List<RewardEvent> offer(RewardId reward, Terms told, @Nullable Long expected) {
    if (expected != null && expected != version) {
      throw new Refused(Reason.STALE_REWARD);
    }
    if (terms == null) {
      return List.of(new RewardOffered(reward, told.name(), told.points(), told.stock(), told.more()));
    }
    if (told.equals(terms) && !retired && expected == null) {
      return List.of();
    }
    if (expected == null) {
      throw new Refused(Reason.REWARD_EXISTS);
    }
    return List.of(new RewardChanged(reward, told.name(), told.points(), told.stock(), told.more()));
  }

  /** @throws Refused {@link Reason#UNKNOWN_REWARD}, {@link Reason#STALE_REWARD} */
  List<RewardEvent> retire(RewardId reward, @Nullable Long expected) {
    if (terms == null) {
      throw new Refused(Reason.UNKNOWN_REWARD);
    }
    if (expected != null && expected != version) {
      throw new Refused(Reason.STALE_REWARD);
    }
    return retired ? List.of() : List.of(new RewardRetired(reward));
  }

  /**
   * What so many cost.
   *
   * @param level that the customer holds; asked for only where the reward wants one
   * @throws Refused {@link Reason#UNKNOWN_REWARD}, {@link Reason#REWARD_RETIRED}, {@link Reason#OUT_OF_STOCK},
   *     {@link Reason#LEVEL_TOO_LOW}, {@link Reason#TOO_MANY_VOUCHERS}
   */
  Bill bill(long quantity, IntSupplier level) {
    if (terms == null) {
      throw new Refused(Reason.UNKNOWN_REWARD);
    }
    if (retired) {
      throw new Refused(Reason.REWARD_RETIRED);
    }
    if (quantity > free) {
      throw new Refused(Reason.OUT_OF_STOCK);
    }
    Integer wanted = terms.more().level();
    if (wanted != null && level.getAsInt() < wanted) {
      throw new Refused(Reason.LEVEL_TOO_LOW, wanted);
    }
    if (terms.more().voucher() != null && quantity > MOST_VOUCHERS) {
      throw new Refused(Reason.TOO_MANY_VOUCHERS, MOST_VOUCHERS);
    }
    Money price = terms.more().price();
    return new Bill(Math.multiplyExact(terms.points(), quantity),
        price == null ? null : new Money(price.amount().multiply(BigDecimal.valueOf(quantity)), price.currency()),
        terms.more().voucher());
  }

}
