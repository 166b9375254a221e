package io.anamnesis.query.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

import io.anamnesis.events.Money;
import io.anamnesis.events.RewardId;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What outstanding points cost, against fractions of whole numbers that nothing rounds before the end. */
class RewardMixProperties {
  private static final List<String> CURRENCIES = List.of("CNY", "USD", "JPY");

  /** A reward as a test knows it: the cost of one in hundredths, and its price in points. */
  private record Reward(String name, long points, String currency, long cost, long price) {}

  @Property(tries = 500)
  void every_point_costs_what_the_rewards_cost_in_proportion_to_the_points_spent_on_them(@ForAll long seed) {
    Random random = new Random(seed);
    List<Reward> rewards = random.ints(1 + random.nextInt(6)).mapToObj(each -> any(random, "R" + each)).toList();
    long outstanding = random.nextInt(1_000_000);
    RewardMix mix = mix(rewards);

    long total = rewards.stream().mapToLong(one -> Math.max(0, one.points)).sum();
    assertThat(mix.total()).isEqualByComparingTo(BigDecimal.valueOf(total));
    assertThat(mix.isEmpty()).isEqualTo(total == 0);
    long unknown =
        rewards.stream().filter(one -> one.currency.isEmpty()).mapToLong(one -> Math.max(0, one.points)).sum();
    assertThat(mix.unknown()).isEqualByComparingTo(BigDecimal.valueOf(unknown));
    if (total > 0) {
      assertThat(mix.unknown(BigDecimal.valueOf(outstanding)))
          .isEqualByComparingTo(rounded(BigInteger.valueOf(outstanding).multiply(BigInteger.valueOf(unknown)),
              BigInteger.valueOf(total)));
    }
    assertThat(mix.known().keySet()).extracting(Currency::getCurrencyCode).isEqualTo(List.copyOf(new TreeSet<>(
        rewards.stream().filter(one -> one.points > 0 && !one.currency.isEmpty()).map(Reward::currency).toList())));
    mix.known().forEach((currency, part) -> assertThat(mix.cost(BigDecimal.valueOf(outstanding), currency, part))
        .as(currency.getCurrencyCode()).isEqualByComparingTo(cost(rewards, currency, outstanding, total)));
  }

  @Example
  void of_three_quarters_at_ten_cents_and_one_quarter_at_forty_a_thousand_cost_a_hundred_and_seventy_five() {
    RewardMix mix = mix(List.of(new Reward("A", 300, "CNY", 1_000, 100), new Reward("B", 100, "CNY", 2_000, 50)));
    Currency yuan = Currency.getInstance("CNY");
    assertThat(mix.cost(BigDecimal.valueOf(1_000), yuan, mix.known().get(yuan)))
        .isEqualByComparingTo("175.00");
  }

  /** Cost in minor units = outstanding × Σ(points × hundredths ÷ price) ÷ total ÷ (100 ÷ units of the currency). */
  private static BigDecimal cost(List<Reward> rewards, Currency currency, long outstanding, long total) {
    BigInteger numerator = BigInteger.ZERO;
    BigInteger denominator = BigInteger.ONE;
    for (Reward one : rewards) {
      if (one.currency.equals(currency.getCurrencyCode()) && one.points > 0) {
        BigInteger price = BigInteger.valueOf(one.price);
        numerator = numerator.multiply(price)
            .add(denominator.multiply(BigInteger.valueOf(one.points).multiply(BigInteger.valueOf(one.cost))));
        denominator = denominator.multiply(price);
      }
    }
    int digits = currency.getDefaultFractionDigits();
    BigInteger units = BigInteger.TEN.pow(digits);
    return rounded(numerator.multiply(BigInteger.valueOf(outstanding)).multiply(units),
        denominator.multiply(BigInteger.valueOf(total)).multiply(BigInteger.valueOf(100))).movePointLeft(digits);
  }

  private static BigDecimal rounded(BigInteger numerator, BigInteger denominator) {
    BigInteger two = BigInteger.TWO;
    return new BigDecimal(numerator.multiply(two).add(denominator).divide(denominator.multiply(two)));
  }

  private static Reward any(Random random, String name) {
    boolean known = random.nextInt(4) > 0;
    return new Reward(name, random.nextInt(5_000) - 500,
        known ? CURRENCIES.get(random.nextInt(CURRENCIES.size())) : "", random.nextInt(100_000),
        1 + random.nextInt(9_999));
  }

  private static RewardMix mix(List<Reward> rewards) {
    Map<RewardId, BigDecimal> redeemed = new TreeMap<>((one, other) -> one.value().compareTo(other.value()));
    Map<RewardId, Money> perPoint = new HashMap<>();
    for (Reward one : rewards) {
      RewardId name = new RewardId(one.name);
      redeemed.put(name, BigDecimal.valueOf(one.points));
      if (!one.currency.isEmpty()) {
        perPoint.put(name, new Money(
            BigDecimal.valueOf(one.cost, 2).divide(BigDecimal.valueOf(one.price), MathContext.DECIMAL128),
            Currency.getInstance(one.currency)));
      }
    }
    return RewardMix.of(redeemed, perPoint);
  }
}
