package io.anamnesis.query.loyalty;

import java.util.List;
import java.util.Optional;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsReserved;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionCancelled;
import io.anamnesis.events.loyalty.LedgerEvent.RedemptionConfirmed;
import io.anamnesis.events.loyalty.LedgerEvent.Returned;
import io.anamnesis.events.loyalty.Pooled;

/**
 * A customer's part in a redemption that the family pool pays for, for a sentence about it: the redeemer is told of the whole,
 * the others of their own points and what they went for.
 *
 * @param kind {@code reserved}, {@code spent} or {@code cancelled}
 * @param points of this customer: what was set aside or spent, or came back
 */
public record PoolPart(String kind, long points, long quantity, RewardId reward, Pooled pool) {

  /** Empty for what no pool pays for. */
  public static Optional<PoolPart> of(CustomerEvent event) {
    return switch (event) {
      case PointsReserved reserved -> Optional.ofNullable(reserved.pool())
          .map(pool -> new PoolPart("reserved", reserved.points(), reserved.quantity(), reserved.reward(), pool));
      case RedemptionConfirmed spent -> Optional.ofNullable(spent.pool())
          .map(pool -> new PoolPart("spent", spent.points(), spent.quantity(), spent.reward(), pool));
      case RedemptionCancelled undone -> Optional.ofNullable(undone.pool()).map(pool -> new PoolPart("cancelled",
          undone.returned().stream().mapToLong(Returned::points).sum(), undone.quantity(), undone.reward(), pool));
      default -> Optional.empty();
    };
  }

  /** The redeemer's own event names the shares of all; those of the others name none. */
  private boolean isOfRedeemer() {
    return !pool.shares().isEmpty();
  }

  /** Of the sentence in the messages. */
  public String key() {
    return "pooled." + kind + (isOfRedeemer() ? ".own" : ".part");
  }

  /** Own points, quantity, reward, points of all; as text, since no reader wants them grouped by thousands. */
  public List<Object> arguments() {
    return List.of(Long.toString(points), Long.toString(quantity), reward.value(), Long.toString(pool.total()));
  }
}
