package io.anamnesis.command.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Levels against a brute-force reading of the rule: thresholds and months written out anew, every instant judged. */
class PromotionProperties {
  private static final Instant START = Instant.parse("2024-01-31T10:00:00Z");
  private static final Map<Integer, Long> THRESHOLDS = Map.of(1, 0L, 2, 1_000L, 3, 5_000L, 4, 20_000L, 5, 50_000L);

  private record Award(Instant at, long points) {}

  record Spend(int afterHours, int yuan) {}

  @Provide
  Arbitrary<List<Spend>> spends() {
    return Combinators.combine(Arbitraries.integers().between(0, 24 * 900), Arbitraries.integers().between(1, 9_000))
        .as(Spend::new).list().ofMinSize(1).ofMaxSize(25);
  }

  @Property(tries = 300)
  void in_any_order_the_level_at_the_end_is_the_highest_that_the_awards_justified_at_any_instant(
      @ForAll("spends") List<Spend> spends) {
    Earning earning = new Earning(Programme.standard());
    Account account = new Account();
    List<Award> awards = new ArrayList<>();
    long position = 0;
    for (Spend spend : spends) {
      Instant at = START.plus(spend.afterHours(), ChronoUnit.HOURS);
      PurchaseMade purchase = EarningTest.purchase(null, Integer.toString(spend.yuan()));
      Recorded cause = new Recorded(++position, new UUID(1, position), null, null, "C-1", "purchase.made", 1, at, at,
          Metadata.NONE, purchase);
      for (LoyaltyEvent event : earning.decide(account, cause)) {
        if (event instanceof PointsEarned earned) {
          awards.add(new Award(at, earned.points()));
        }
        account.evolve(event);
      }
    }
    for (Award until : awards) {
      assertThat(account.levelAt(until.at())).as("level at %s", until.at()).isEqualTo(highestUntil(awards, until.at()));
    }
  }

  private static int highestUntil(List<Award> awards, Instant end) {
    int highest = 1;
    for (Award judged : awards) {
      if (!judged.at().isAfter(end)) {
        Instant after = judged.at().atZone(ZoneId.of("Asia/Shanghai")).minusMonths(12).toInstant();
        long sum = awards.stream().filter(award -> award.at().isAfter(after) && !award.at().isAfter(judged.at()))
            .mapToLong(Award::points).sum();
        for (var threshold : THRESHOLDS.entrySet()) {
          if (sum >= threshold.getValue()) {
            highest = Math.max(highest, threshold.getKey());
          }
        }
      }
    }
    return highest;
  }
}
