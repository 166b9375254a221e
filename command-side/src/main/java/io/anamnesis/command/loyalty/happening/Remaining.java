package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Money;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What remains of each line of a purchase. The same rule as the trajectory's on the reading side, which must not be used
 * here: a test over both holds them equal.
 */
public record Remaining(List<BigDecimal> amounts) {

  public static Remaining of(Bought bought) {
    return new Remaining(bought.amounts());
  }

  public BigDecimal inAll() {
    return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** Empty where the refund asks for more than remains. */
  public Optional<Remaining> after(Refund refund) {
    BigDecimal all = inAll();
    List<BigDecimal> parts;
    if (refund.amount() == null) {
      parts = byLine(refund);
    } else if (refund.amount().value().compareTo(all) > 0) {
      return Optional.empty();
    } else {
      parts = Money.spread(refund.amount().value(), amounts, refund.currency());
    }
    if (parts.size() > amounts.size()) {
      return Optional.empty();
    }
    List<BigDecimal> rest = new ArrayList<>(amounts.size());
    for (int i = 0; i < amounts.size(); i++) {
      rest.add(amounts.get(i).subtract(parts.get(i)));
    }
    return rest.stream().anyMatch(amount -> amount.signum() < 0)
        ? Optional.empty()
        : Optional.of(new Remaining(List.copyOf(rest)));
  }

  /** One part more than there are lines, where a line is named that the purchase does not have. */
  private List<BigDecimal> byLine(Refund refund) {
    List<BigDecimal> parts = new ArrayList<>(amounts.stream().map(line -> BigDecimal.ZERO).toList());
    for (RefundedLine part : refund.lines()) {
      if (part.line() > amounts.size()) {
        parts.add(BigDecimal.ZERO);
      } else {
        parts.set(part.line() - 1, parts.get(part.line() - 1).add(part.amount().value()));
      }
    }
    return parts;
  }
}
