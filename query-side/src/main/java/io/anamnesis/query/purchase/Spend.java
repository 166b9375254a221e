package io.anamnesis.query.purchase;

import java.math.BigDecimal;
import java.util.List;
import java.util.TreeMap;

import io.anamnesis.events.Money;

/**
 * What was spent in a currency, net of refunds.
 *
 * @param purchases how many purchases, those refunded to zero too
 * @param amount decimal text
 */
public record Spend(String currency, int purchases, String amount) {

  /** One for each currency, in order of the currency's code. */
  public static List<Spend> of(List<Purchases.Net> net) {
    TreeMap<String, Spend> byCurrency = new TreeMap<>();
    for (Purchases.Net one : net) {
      byCurrency.merge(one.purchase().currency().getCurrencyCode(),
          new Spend(one.purchase().currency().getCurrencyCode(), 1, Money.text(one.total())), Spend::plus);
    }
    return List.copyOf(byCurrency.values());
  }

  private Spend plus(Spend other) {
    return new Spend(currency, purchases + other.purchases,
        Money.text(new BigDecimal(amount).add(new BigDecimal(other.amount))));
  }
}
