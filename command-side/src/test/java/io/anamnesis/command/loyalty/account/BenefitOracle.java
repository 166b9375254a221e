package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.level.LevelOracle;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the levels of the default programme give once a year, read naively: at every fact, at every midnight and at the end of
 * every year it is looked what level is held. Without any of the product's code.
 */
final class BenefitOracle {
  /** From what level on. */
  static final Map<String, Integer> KINDS = new TreeMap<>(Map.of("free-item", 2, "check-up", 3, "family-check-up", 5));

  private final Collection<Told.At> facts;
  private final List<RatingOracle.Lent> lent;

  /** A year in which a kind can be used once. */
  record Year(String kind, int level, Instant from, Instant until) {
    boolean holds(Instant at) {
      return !from.isAfter(at) && until.isAfter(at);
    }
  }

  BenefitOracle(Collection<Told.At> facts, List<RatingOracle.Lent> lent) {
    this.facts = facts;
    this.lent = lent;
  }

  private RatingOracle levels(Collection<Told.At> of, Instant to) {
    List<Told.At> happened = of.stream().filter(fact -> !fact.at().isAfter(to)).toList();
    RatingOracle levels = new RatingOracle(happened, lent);
    levels.lapsed(to);
    return levels;
  }

  int levelAt(Instant at) {
    return levels(facts, at).levelAt(at);
  }

  /** The level, if whoever is in hospital left it now, and all complaints were resolved. */
  int levelIfNothingHeldIt(Instant at) {
    List<Told.At> more = new ArrayList<>(facts);
    for (String one : List.of("1", "2")) {
      more.add(new Told.At(at, 1_000_000L + more.size(), new Told.Discharged(one)));
      more.add(new Told.At(at, 1_000_000L + more.size(), new Told.Resolved(one)));
    }
    return levels(more, at).levelAt(at);
  }

  List<Year> years(Instant to) {
    RatingOracle levels = levels(facts, to);
    List<Year> years = new ArrayList<>();
    for (Map.Entry<String, Integer> kind : KINDS.entrySet()) {
      TreeSet<Instant> looks = looks(to);
      Year year = null;
      while (!looks.isEmpty()) {
        Instant at = looks.removeFirst();
        int level = levels.levelAt(at);
        if ((year == null || !year.holds(at)) && level >= kind.getValue()) {
          year = new Year(kind.getKey(), level, at,
              at.atZone(LevelOracle.SHANGHAI).plusYears(1).toInstant());
          years.add(year);
          if (!year.until().isAfter(to)) {
            looks.add(year.until());
          }
        }
      }
    }
    return years;
  }

  @Nullable
  Year yearOf(String kind, Instant at) {
    return years(at).stream().filter(year -> year.kind().equals(kind) && year.holds(at)).findFirst().orElse(null);
  }

  private TreeSet<Instant> looks(Instant to) {
    TreeSet<Instant> looks = new TreeSet<>();
    facts.forEach(fact -> looks.add(fact.at()));
    lent.forEach(one -> looks.add(one.from()));
    if (!looks.isEmpty()) {
      for (LocalDate day = looks.first().atZone(LevelOracle.SHANGHAI).toLocalDate().plusDays(1);; day =
          day.plusDays(1)) {
        Instant midnight = day.atStartOfDay(LevelOracle.SHANGHAI).toInstant();
        if (midnight.isAfter(to)) {
          break;
        }
        looks.add(midnight);
      }
    }
    looks.removeIf(at -> at.isAfter(to));
    return looks;
  }
}
