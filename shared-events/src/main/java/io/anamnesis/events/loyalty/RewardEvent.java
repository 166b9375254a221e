package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.RewardId;
import java.util.UUID;

/** Decisions on a reward of the points mall and its stock; they concern no customer. The author is in the metadata. */
public sealed interface RewardEvent extends CustomerEvent {

  /**
   * A reward can be had from now on.
   *
   * @param points price of one; 0 only where it has one in money
   * @param stock how many there are to give away
   */
  @Decision(value = "loyalty.reward-offered", revision = 2, ofCustomer = false)
  record RewardOffered(RewardId reward, String name, long points, long stock, RewardTerms terms)
      implements
        RewardEvent {}

  /**
   * Other terms from now on; what is reserved keeps those under which it was reserved.
   *
   * @param stock how many are free to give away from now on, beside those reserved
   */
  @Decision(value = "loyalty.reward-changed", revision = 2, ofCustomer = false)
  record RewardChanged(RewardId reward, String name, long points, long stock, RewardTerms terms)
      implements
        RewardEvent {}

  /** The reward cannot be had any more; what is reserved can still be confirmed. */
  @Decision(value = "loyalty.reward-retired", ofCustomer = false)
  record RewardRetired(RewardId reward) implements RewardEvent {}

  /** Units set aside for a redemption. */
  @Decision(value = "loyalty.stock-reserved", ofCustomer = false)
  record StockReserved(RewardId reward, UUID redemptionId, long quantity) implements RewardEvent {}

  /** The units of a redemption were given away. */
  @Decision(value = "loyalty.stock-taken", ofCustomer = false)
  record StockTaken(RewardId reward, UUID redemptionId, long quantity) implements RewardEvent {}

  /** The units of a redemption are free again. */
  @Decision(value = "loyalty.stock-returned", ofCustomer = false)
  record StockReturned(RewardId reward, UUID redemptionId, long quantity) implements RewardEvent {}
}
