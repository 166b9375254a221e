package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Money;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.purchase.PurchaseEvent;
import io.anamnesis.events.purchase.PurchaseEvent.Payment;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;

/** What of a purchase its points follow from. */
public record Bought(String purchase, Currency currency, List<Line> lines) {

  /**
   * A line.
   *
   * @param amount its total
   * @param own what the customer's own payment covers of it
   * @param values what a condition sees of it
   */
  public record Line(BigDecimal amount, BigDecimal own, List<Value> values) {}

  static Bought of(PurchaseMade purchase) {
    List<BigDecimal> own = paidByCustomer(purchase);
    List<Line> lines = new ArrayList<>(own.size());
    for (int i = 0; i < own.size(); i++) {
      PurchaseEvent.Line line = purchase.lines().get(i);
      lines.add(new Line(line.amount().value(), own.get(i),
          Seen.texts("businessLine", line.businessLine(), "channel", purchase.channel(), "currency",
              purchase.currency().getCurrencyCode(), "product", line.product(), "site", purchase.site())));
    }
    return new Bought(purchase.purchaseId().value(), purchase.currency(), List.copyOf(lines));
  }

  List<BigDecimal> amounts() {
    return lines.stream().map(Line::amount).toList();
  }

  /** Only what the customer's own payment covers earns; it is spread over the lines like a refund. */
  private static List<BigDecimal> paidByCustomer(PurchaseMade purchase) {
    List<BigDecimal> amounts = purchase.lines().stream().map(line -> line.amount().value()).toList();
    List<Payment> payments = purchase.payments();
    if (payments == null || payments.isEmpty()) {
      return amounts;
    }
    BigDecimal rest = rest(purchase, payments);
    BigDecimal own = payments.stream().filter(payment -> payment.payer() == null || payment.payer().is("self"))
        .map(payment -> payment.amount() == null ? rest : payment.amount().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Money.spread(own.min(purchase.total()), amounts, purchase.currency());
  }

  /** What a payment without an amount covers: all that the others leave; nothing that is known, where two have none. */
  private static BigDecimal rest(PurchaseMade purchase, List<Payment> payments) {
    long open = payments.stream().filter(payment -> payment.amount() == null).count();
    BigDecimal told = payments.stream().map(payment -> payment.amount() == null ? Amount.ZERO : payment.amount())
        .map(Amount::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    return open == 1 ? purchase.total().subtract(told).max(BigDecimal.ZERO) : BigDecimal.ZERO;
  }
}
