package io.anamnesis.events.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.anamnesis.events.loyalty.Programme.Benefit;
import io.anamnesis.events.loyalty.Programme.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** What is granted, against somebody who looks every hour what level is held, and hands out a card for a year. */
class BenefitYearsProperties {
  private static final Instant START = Instant.parse("2023-01-29T16:00:00Z");
  private static final int HOURS = 24 * 365 * 4;
  private static final List<String> KINDS = List.of("check-up", "free-item");

  private final Map<Integer, Map<String, Integer>> perYear = new HashMap<>();

  @Property(tries = 200)
  void every_year_of_a_kind_is_granted_once_while_it_is_held_and_as_much_as_the_best_terms_in_it(@ForAll long seed) {
    Random random = new Random(seed);
    Programme programme = programme(random);
    List<Holding> earned = new ArrayList<>();
    List<Integer> levels = new ArrayList<>(Collections.nCopies(HOURS, 0));
    for (int hour = random.nextInt(2_000); hour < HOURS; hour += 1 + random.nextInt(9_000)) {
      int level = 1 + random.nextInt(4);
      earned.add(new Holding(at(hour), level, programme));
      Collections.fill(levels.subList(hour, HOURS), level);
    }
    List<Holding.Given> given = new ArrayList<>();
    for (int hour = random.nextInt(30_000); hour < HOURS && random.nextBoolean();) {
      int until = Math.min(HOURS, hour + random.nextInt(9_000));
      int level = 1 + random.nextInt(4);
      boolean byNoTerms = random.nextBoolean();
      given.add(new Holding.Given(at(hour), at(until), level, byNoTerms ? null : programme));
      if (!byNoTerms) {
        levels.subList(hour, until).replaceAll(held -> level > Math.max(held, 1) ? level : held);
      }
      hour = until + random.nextInt(9_000);
    }
    int to = random.nextInt(HOURS);
    List<BenefitGrant> granted = BenefitYears.granted(Holding.of(earned, given), at(to));
    assertThat(granted).containsExactlyInAnyOrderElementsOf(byTheHour(levels.subList(0, to + 1)));
    assertThat(granted).isSortedAccordingTo((one, other) -> one.grantedAt().compareTo(other.grantedAt()));

    int then = random.nextInt(to + 1);
    List<BenefitGrant> first = BenefitYears.granted(Holding.of(earned, given), at(then));
    assertThat(granted).as("what was granted stays").containsAll(first);
    Map<String, Instant> over = new HashMap<>();
    first.forEach(grant -> over.put(grant.kind(), grant.until()));
    assertThat(BenefitYears.granted(Holding.of(earned, given), over, at(to))).as("the years after those").isEqualTo(
        granted.stream().filter(grant -> !grant.from().isBefore(over.getOrDefault(grant.kind(), Instant.MIN)))
            .toList());
  }

  private List<BenefitGrant> byTheHour(List<Integer> levels) {
    List<BenefitGrant> cards = new ArrayList<>();
    for (String kind : KINDS) {
      BenefitGrant year = null;
      int granted = 0;
      for (int hour = 0; hour < levels.size(); hour++) {
        Instant now = at(hour);
        int most = perYear.getOrDefault(levels.get(hour), Map.of()).getOrDefault(kind, 0);
        if (year == null || !year.until().isAfter(now)) {
          granted = 0;
        }
        if (most > granted) {
          Instant from = granted == 0 || year == null ? now : year.from();
          Instant until = from.atZone(Programme.standard().zone()).plusYears(1).toInstant();
          year = new BenefitGrant(kind, levels.get(hour), "random", most - granted, from, until, now);
          cards.add(year);
          granted = most;
        }
      }
    }
    return cards;
  }

  private static Instant at(int hour) {
    return START.plus(Duration.ofHours(hour));
  }

  /** A level has what the levels below have, unless it says otherwise. */
  private Programme programme(Random random) {
    Programme standard = Programme.standard();
    List<Tier> tiers = new ArrayList<>();
    Map<String, Integer> so = new HashMap<>();
    for (int level = 1; level <= 4; level++) {
      List<Benefit> benefits = new ArrayList<>();
      for (String kind : KINDS) {
        if (random.nextBoolean()) {
          @Nullable
          Integer times = random.nextInt(4) == 0 ? null : random.nextInt(4);
          so.put(kind, times == null ? 0 : times);
          benefits.add(new Benefit(kind, null, times, Map.of("en", kind)));
        }
      }
      perYear.put(level, new HashMap<>(so));
      tiers.add(new Tier(level, (level - 1) * 100L, BigDecimal.ONE, benefits));
    }
    return new Programme("random", standard.zone(), standard.expiryMonths(), standard.qualifyingMonths(),
        standard.validityMonths(), List.of(), tiers, null, List.of(), null, null, null,
        null);
  }
}
