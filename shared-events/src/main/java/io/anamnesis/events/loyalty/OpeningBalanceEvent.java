package io.anamnesis.events.loyalty;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.List;

/**
 * The life of a batch of balances that come over from an older system, on the stream {@code opening-balances:<reference>}:
 * submitted, one proposal a customer; then approved, one approval a customer; or rejected. Each of the three is one append. What
 * is approved is booked by {@link LedgerEvent.OpeningBalanceBooked} on each customer's account.
 */
public sealed interface OpeningBalanceEvent extends CustomerEvent {

  /**
   * A batch was uploaded. It held together: each customer's lots are his total, and all totals the batch's.
   *
   * @param reference names the batch for ever
   * @param system the older system, in words
   * @param customers how many proposals follow
   * @param lots of all of them
   * @param total points of all of them, and what the older system says that they are
   * @param by who uploaded it
   */
  @Decision(value = "loyalty.opening-balances-submitted", ofCustomer = false)
  record OpeningBalancesSubmitted(String reference, String system, int customers, int lots, long total, StaffId by)
      implements
        OpeningBalanceEvent {}

  /**
   * What a batch says of one customer.
   *
   * @param line of the upload, from 1
   * @param total what the older system says: the sum of the lots
   */
  @Decision("loyalty.opening-balance-proposed")
  record OpeningBalanceProposed(String reference, int line, List<DatedPoints> lots, long total)
      implements
        OpeningBalanceEvent {}

  /**
   * Points of an older system; spendable since they were earned.
   *
   * @param points at least 1
   * @param expiresAt from then on they cannot be spent
   */
  record DatedPoints(long points, Instant earnedAt, Instant expiresAt) {}

  /**
   * All of a batch is to be booked.
   *
   * @param by who approved it; not who uploaded it
   */
  @Decision(value = "loyalty.opening-balances-approved", ofCustomer = false)
  record OpeningBalancesApproved(String reference, StaffId by) implements OpeningBalanceEvent {}

  /**
   * One customer's balance is to be booked.
   *
   * @param by who uploaded it
   * @param approvedBy who approved it
   */
  @Decision("loyalty.opening-balance-approved")
  record OpeningBalanceApproved(String reference, List<DatedPoints> lots, long total, StaffId by, StaffId approvedBy)
      implements
        OpeningBalanceEvent {}

  /**
   * Nothing of a batch is booked.
   *
   * @param by who rejected it, or who uploaded it and took it back
   */
  @Decision(value = "loyalty.opening-balances-rejected", ofCustomer = false)
  record OpeningBalancesRejected(String reference, StaffId by) implements OpeningBalanceEvent {}
}
