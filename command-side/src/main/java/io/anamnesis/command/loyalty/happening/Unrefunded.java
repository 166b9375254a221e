package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What remains of a purchase, by the rules by which its points follow refunds. */
public final class Unrefunded {
  private Unrefunded() {}

  /**
   * The sum of what remains of the lines, whoever paid them.
   *
   * @param refunds that name the purchase, in the order of business; one in another currency, or of more than remains, has no
   *     effect
   */
  public static BigDecimal of(PurchaseMade purchase, List<Recorded> refunds) {
    Remaining remaining = Remaining.of(Bought.of(purchase));
    for (Recorded fact : refunds) {
      Refund refund = Refund.of(fact, (PurchaseRefunded) fact.event());
      if (refund.currency().equals(purchase.currency())) {
        Optional<Remaining> after = remaining.after(refund);
        remaining = after.orElse(remaining);
      }
    }
    return remaining.inAll();
  }
}
