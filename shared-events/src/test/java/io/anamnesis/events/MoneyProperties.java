package io.anamnesis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MoneyProperties {
  private static final Currency CNY = Currency.getInstance("CNY");

  /** A sum of at most the weights' total, to be spread over them. */
  record Task(BigDecimal sum, List<BigDecimal> weights, Currency currency) {}

  @Property(tries = 3_000)
  void nothing_is_lost_or_made_by_spreading(@ForAll("tasks") Task task) {
    assertThat(spread(task).stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(task.sum);
  }

  @Property(tries = 3_000)
  void no_part_is_negative_or_exceeds_its_weight(@ForAll("tasks") Task task) {
    List<BigDecimal> parts = spread(task);

    assertThat(parts).hasSameSizeAs(task.weights);
    for (int i = 0; i < parts.size(); i++) {
      assertThat(parts.get(i)).isBetween(BigDecimal.ZERO, task.weights.get(i));
    }
  }

  @Property(tries = 3_000)
  void the_rest_goes_by_largest_remainder_and_ties_to_the_earlier(@ForAll("tasks") Task task) {
    List<BigDecimal> expected = byHand(task);
    List<BigDecimal> parts = spread(task);

    for (int i = 0; i < expected.size(); i++) {
      assertThat(parts.get(i)).as("part %s of %s", i, parts).isEqualByComparingTo(expected.get(i));
    }
  }

  @Example
  void ties_go_to_the_earlier_line_to_the_cent() {
    assertThat(Money.spread(new BigDecimal("1.00"), List.of(BigDecimal.ONE, BigDecimal.ONE, BigDecimal.ONE), CNY))
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(new BigDecimal("0.34"), new BigDecimal("0.33"), new BigDecimal("0.33"));
    assertThat(Money.spread(BigDecimal.ZERO, List.of(), CNY)).isEmpty();
  }

  @Example
  void more_than_all_or_less_than_nothing_is_not_spread() {
    assertThatThrownBy(() -> Money.spread(new BigDecimal("1.01"), List.of(BigDecimal.ONE), CNY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Money.spread(new BigDecimal("-0.01"), List.of(BigDecimal.ONE), CNY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void an_amount_is_told_plainly_with_two_digits_after_the_point_or_more(@ForAll long digits,
      @ForAll("scales") int scale) {
    BigDecimal amount = BigDecimal.valueOf(digits, scale);

    assertThat(Money.text(amount)).matches("-?[0-9]+\\.[0-9]{2,}").doesNotMatch(".*\\.[0-9]{2,}0")
        .satisfies(text -> assertThat(new BigDecimal(text)).isEqualByComparingTo(amount));
  }

  @Example
  void two_currencies_are_never_added() {
    Money yuan = Money.zero(CNY);
    assertThatThrownBy(() -> yuan.plus(Money.zero(Currency.getInstance("USD"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<Integer> scales() {
    return Arbitraries.integers().between(-6, 8);
  }

  @Provide
  Arbitrary<Task> tasks() {
    Arbitrary<BigDecimal> weights =
        Combinators.combine(Arbitraries.frequencyOf(net.jqwik.api.Tuple.of(3, Arbitraries.longs().between(0, 12)),
            net.jqwik.api.Tuple.of(1, Arbitraries.longs().between(0, 9_999_999_999_999_999L))),
            Arbitraries.integers().between(-1, 4)).as(BigDecimal::valueOf);
    return Combinators.combine(weights.list().ofMinSize(1).ofMaxSize(6), Arbitraries.integers().between(0, 1_000),
        Arbitraries.of("CNY", "JPY", "BHD", "XAU").map(Currency::getInstance)).as((all, share, currency) -> {
          BigDecimal total = all.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
          BigDecimal sum = total.multiply(BigDecimal.valueOf(share, 3)).setScale(4, java.math.RoundingMode.DOWN);
          return new Task(sum, all, currency);
        });
  }

  private static List<BigDecimal> spread(Task task) {
    return Money.spread(task.sum, task.weights, task.currency);
  }

  /** In whole units, and the leftover unit by unit to whoever is owed most. */
  private static List<BigDecimal> byHand(Task task) {
    int scale = Math.max(0, Math.max(task.currency.getDefaultFractionDigits(), task.sum.stripTrailingZeros().scale()));
    for (BigDecimal weight : task.weights) {
      scale = Math.max(scale, weight.stripTrailingZeros().scale());
    }
    BigInteger sum = task.sum.movePointRight(scale).toBigIntegerExact();
    List<BigInteger> weights = new ArrayList<>();
    for (BigDecimal weight : task.weights) {
      weights.add(weight.movePointRight(scale).toBigIntegerExact());
    }
    BigInteger total = weights.stream().reduce(BigInteger.ZERO, BigInteger::add);
    List<BigInteger> units = new ArrayList<>();
    List<BigInteger> owed = new ArrayList<>();
    BigInteger left = sum;
    for (BigInteger weight : weights) {
      BigInteger[] share = total.signum() == 0
          ? new BigInteger[]{BigInteger.ZERO, BigInteger.ZERO}
          : sum.multiply(weight).divideAndRemainder(total);
      units.add(share[0]);
      owed.add(share[1]);
      left = left.subtract(share[0]);
    }
    for (; left.signum() > 0; left = left.subtract(BigInteger.ONE)) {
      int most = 0;
      for (int i = 1; i < owed.size(); i++) {
        most = owed.get(i).compareTo(owed.get(most)) > 0 ? i : most;
      }
      units.set(most, units.get(most).add(BigInteger.ONE));
      owed.set(most, BigInteger.ONE.negate());
    }
    int shift = scale;
    return units.stream().map(unit -> new BigDecimal(unit, shift)).toList();
  }
}
