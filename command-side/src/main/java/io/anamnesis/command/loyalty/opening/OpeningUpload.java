package io.anamnesis.command.loyalty.opening;

import io.anamnesis.events.loyalty.OpeningBalanceEvent.DatedPoints;
import java.util.List;

/**
 * A batch of balances that holds together.
 *
 * @param reference names it
 * @param system the older system, in words
 * @param total what that system says that all points are
 */
record OpeningUpload(String reference, String system, long total, List<Balance> balances) {

  /**
   * One customer's.
   *
   * @param line of the upload
   * @param total what the older system says: the sum of the lots
   */
  record Balance(int line, String customer, long total, List<DatedPoints> lots) {}

  int lots() {
    return balances.stream().mapToInt(balance -> balance.lots().size()).sum();
  }
}
