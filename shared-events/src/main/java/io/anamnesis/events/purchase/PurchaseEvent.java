package io.anamnesis.events.purchase;

import static io.anamnesis.events.FieldClass.FREE_TEXT;
import static io.anamnesis.events.FieldClass.PAYMENT;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Bounds;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Needs;
import io.anamnesis.events.OneOf;
import io.anamnesis.events.Personal;
import io.anamnesis.events.ProductId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.VisitId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products and money. */
public sealed interface PurchaseEvent extends CustomerEvent {

  /**
   * A purchase, paid.
   *
   * @param lines one or more
   * @param payments without it, all was paid by the customer
   * @param buyer who earns the points; without it, the subject
   */
  @Fact("purchase.made")
  record PurchaseMade(PurchaseId purchaseId, Currency currency, List<Line> lines, @Nullable List<Payment> payments,
      @Nullable CustomerId buyer, @Nullable VisitId visitId, @Nullable SiteId site, @Nullable Code channel,
      @Nullable CampaignId campaign) implements PurchaseEvent {

    public BigDecimal total() {
      return lines.stream().map(line -> line.amount().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  /**
   * A line of a purchase.
   *
   * @param amount the line's total, not the price of a piece
   * @param quantity 1 without it; may be 0
   */
  record Line(@Nullable ProductId product, @Nullable Code businessLine,
      @Bounds(min = 0, max = 1_000_000_000) @Nullable BigDecimal quantity, Amount amount, @Nullable Amount cost) {}

  /**
   * What one payer paid.
   *
   * @param payer self, insurer or corporate; self without it
   * @param amount of the only payment without one: what the others leave; where several have none: unknown, and counted as nothing
   */
  record Payment(@Nullable Code payer, @Nullable Code method, @Personal(PAYMENT) @Nullable Sealed reference,
      @Nullable Amount amount) {}

  /** A refund of a whole purchase or part of it; the purchase may not be known yet. */
  @Fact("purchase.refunded")
  @OneOf({"amount", "lines"})
  record PurchaseRefunded(PurchaseId purchaseId, Currency currency, @Nullable Amount amount,
      @Nullable List<RefundedLine> lines, @Personal(FREE_TEXT) @Nullable Sealed reason) implements PurchaseEvent {}

  /** @param line number of the purchase's line, from 1 */
  record RefundedLine(@Bounds(min = 1, max = 100_000) int line, Amount amount) {}

  @Fact("price.acknowledged")
  @Needs(field = "price", needs = "currency")
  record PriceAcknowledged(ProductId product, @Nullable Amount price, @Nullable Currency currency)
      implements
        PurchaseEvent {}

  @Fact(value = "product.defined", ofSite = true)
  @Needs(field = "price", needs = "currency")
  @Needs(field = "cost", needs = "currency")
  record ProductDefined(ProductId product, @Nullable String name, @Nullable Code businessLine, @Nullable Code kind,
      @Nullable Boolean leadProduct, @Nullable Amount price, @Nullable Amount cost, @Nullable Currency currency,
      @Nullable LocalDate validFrom) implements PurchaseEvent {}
}
