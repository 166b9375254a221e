package io.anamnesis.events;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.stream.IntStream;

/** A decimal amount in one ISO 4217 currency. Never floating point. */
public record Money(BigDecimal amount, Currency currency) {

  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  public Money plus(Money other) {
    return new Money(amount.add(sameCurrency(other).amount), currency);
  }

  public Money minus(Money other) {
    return new Money(amount.subtract(sameCurrency(other).amount), currency);
  }

  /** Plain decimal text with two digits after the point or more: {@code 1.5} is {@code "1.50"}. */
  public static String text(BigDecimal amount) {
    BigDecimal plain = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
    return plain.setScale(Math.max(2, plain.scale()), RoundingMode.UNNECESSARY).toPlainString();
  }

  /**
   * Spreads a sum over weights in proportion, to the minor unit, the rest by largest remainder, ties to the earlier one
   * (domain rules, refund). No part exceeds its weight when the sum does not exceed the weights' total.
   *
   * @param sum what to spread; at most the total of the weights
   * @param weights what each may take, none negative
   * @param currency tells the minor unit; finer amounts among the arguments make the unit finer
   */
  public static List<BigDecimal> spread(BigDecimal sum, List<BigDecimal> weights, Currency currency) {
    BigDecimal total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    if (sum.signum() < 0 || sum.compareTo(total) > 0) {
      throw new IllegalArgumentException("the sum must lie between zero and the total of the weights");
    }
    if (total.signum() == 0) {
      return weights.stream().map(weight -> BigDecimal.ZERO).toList();
    }
    int scale = Math.max(Math.max(currency.getDefaultFractionDigits(), sum.stripTrailingZeros().scale()),
        weights.stream().mapToInt(weight -> weight.stripTrailingZeros().scale()).max().orElse(0));
    BigDecimal unit = BigDecimal.ONE.movePointLeft(Math.max(scale, 0));
    List<BigDecimal> parts = new ArrayList<>();
    List<BigDecimal> remainders = new ArrayList<>();
    BigDecimal left = sum;
    for (BigDecimal weight : weights) {
      // The remainder is kept as the exact numerator over the common denominator `total`, so that no rounding of a
      // quotient can turn a tie around.
      BigDecimal numerator = sum.multiply(weight);
      BigDecimal part = numerator.divideToIntegralValue(total.multiply(unit)).multiply(unit);
      parts.add(part);
      remainders.add(numerator.subtract(part.multiply(total)));
      left = left.subtract(part);
    }
    List<Integer> byRemainder = IntStream.range(0, weights.size()).boxed()
        .sorted(Comparator.comparing((Integer i) -> remainders.get(i)).reversed().thenComparing(i -> i)).toList();
    for (int i : byRemainder) {
      if (left.signum() <= 0) {
        break;
      }
      parts.set(i, parts.get(i).add(unit));
      left = left.subtract(unit);
    }
    return List.copyOf(parts);
  }

  private Money sameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "amounts of two currencies cannot be added: " + currency + ", " + other.currency);
    }
    return other;
  }
}
