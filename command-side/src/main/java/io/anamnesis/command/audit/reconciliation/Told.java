package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.insight.InsightEvent.CostBooked;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Money that a fact tells of, as it tells it: a refund of a purchase that nobody knows is money that went out.
 *
 * @param kind what it is for
 */
record Told(String currency, Kind kind, BigDecimal amount) {
  /** The types of facts that tell of money here. */
  static final Set<String> TYPES =
      EventCatalogue.standard().typesOf(Set.of(PurchaseMade.class, PurchaseRefunded.class, CostBooked.class));

  /** What money is for. */
  enum Kind {
    COSTS, PURCHASES, REFUNDS
  }

  /** Empty for a fact that tells of none. */
  static Optional<Told> by(CustomerEvent fact) {
    return Optional.ofNullable(switch (fact) {
      case PurchaseMade purchase -> new Told(purchase.currency().getCurrencyCode(), Kind.PURCHASES, purchase.total());
      case PurchaseRefunded refund -> new Told(refund.currency().getCurrencyCode(), Kind.REFUNDS, amount(refund));
      case CostBooked cost -> new Told(cost.currency().getCurrencyCode(), Kind.COSTS, cost.amount().value());
      default -> null;
    });
  }

  private static BigDecimal amount(PurchaseRefunded refund) {
    List<RefundedLine> lines = refund.lines();
    return refund.amount() != null
        ? refund.amount().value()
        : (lines == null ? List.<RefundedLine>of() : lines).stream().map(line -> line.amount().value())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
