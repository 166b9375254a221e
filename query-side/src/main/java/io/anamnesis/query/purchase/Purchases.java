package io.anamnesis.query.purchase;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.Money;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import io.anamnesis.query.fold.Happened;

/**
 * Everything bought and refunded, as told. What remains of each purchase is worked out when asked, in the order of
 * business, so that a late purchase or refund takes its place.
 */
public record Purchases(List<Purchase> made, List<Refund> refunds) {
  public static final Purchases NONE = new Purchases(List.of(), List.of());

  public record Purchase(Instant at, long position, PurchaseId purchaseId, @Nullable SiteId site, Currency currency,
      List<Line> lines) implements Happened {}

  public record Line(@Nullable Code businessLine, Amount amount) {}

  public record Refund(Instant at, long position, PurchaseId purchaseId, Currency currency, @Nullable Amount amount,
      @Nullable List<RefundedLine> lines) implements Happened {}

  /** A purchase and what remains of each of its lines after all refunds. */
  public record Net(Purchase purchase, List<BigDecimal> remaining) {
    public BigDecimal total() {
      return remaining.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
  }

  public Purchases with(Recorded event, PurchaseMade purchase) {
    List<Line> lines = purchase.lines().stream().map(line -> new Line(line.businessLine(), line.amount())).toList();
    return new Purchases(Happened.insert(made, new Purchase(event.occurredAt(), event.position(),
        purchase.purchaseId(), purchase.site(), purchase.currency(), lines)), refunds);
  }

  public Purchases with(Recorded event, PurchaseRefunded refund) {
    return new Purchases(made, Happened.insert(refunds, new Refund(event.occurredAt(), event.position(),
        refund.purchaseId(), refund.currency(), refund.amount(), refund.lines())));
  }

  /**
   * Every purchase, net. A refund of an unknown purchase, in another currency or of more than remains has no effect. Of
   * two purchases told under one id, refunds concern the earlier.
   */
  public List<Net> net() {
    List<List<BigDecimal>> remaining = new ArrayList<>();
    Map<PurchaseId, Integer> byId = new LinkedHashMap<>();
    for (Purchase purchase : made) {
      byId.putIfAbsent(purchase.purchaseId, remaining.size());
      remaining.add(purchase.lines.stream().map(line -> line.amount.value()).toList());
    }
    for (Refund refund : refunds) {
      Integer index = byId.get(refund.purchaseId);
      if (index != null && made.get(index).currency.equals(refund.currency)) {
        remaining.set(index, after(refund, remaining.get(index)));
      }
    }
    List<Net> net = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      net.add(new Net(made.get(i), remaining.get(i)));
    }
    return net;
  }

  private static List<BigDecimal> after(Refund refund, List<BigDecimal> lines) {
    List<BigDecimal> parts = parts(refund, lines);
    List<BigDecimal> rest = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      rest.add(lines.get(i).subtract(parts.get(i)));
    }
    return rest.stream().anyMatch(amount -> amount.signum() < 0) ? lines : List.copyOf(rest);
  }

  /** What the refund takes from each line; more than a line has, where it asks for more than remains. */
  private static List<BigDecimal> parts(Refund refund, List<BigDecimal> lines) {
    BigDecimal all = lines.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (refund.amount != null) {
      return refund.amount.value().compareTo(all) > 0
          ? beyond(lines)
          : Money.spread(refund.amount.value(), lines, refund.currency);
    }
    List<BigDecimal> parts = new ArrayList<>(lines.stream().map(line -> BigDecimal.ZERO).toList());
    for (RefundedLine part : refund.lines == null ? List.<RefundedLine>of() : refund.lines) {
      if (part.line() > lines.size()) {
        return beyond(lines);
      }
      parts.set(part.line() - 1, parts.get(part.line() - 1).add(part.amount().value()));
    }
    return parts;
  }

  private static List<BigDecimal> beyond(List<BigDecimal> lines) {
    return lines.stream().map(line -> line.add(BigDecimal.ONE)).toList();
  }
}
