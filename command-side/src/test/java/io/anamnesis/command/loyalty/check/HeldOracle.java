package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.rating.Reviewed.Word;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is given and what is held of purchases and shares, by looking back over all of them at each. */
final class HeldOracle {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  private final List<Told.At> facts;
  private final Map<UUID, Word> words;
  private final Map<UUID, Long> points = new HashMap<>();
  private final Map<UUID, Long> waiting = new HashMap<>();
  private long awarded;

  HeldOracle(Collection<Told.At> facts, Map<UUID, Word> words) {
    this.facts = facts.stream().sorted(Comparator.comparing(Told.At::at).thenComparing(Told.At::position)).toList();
    this.words = words;
    for (int i = 0; i < this.facts.size(); i++) {
      Told.At fact = this.facts.get(i);
      long before = 0;
      long after = 0;
      if (fact.told() instanceof Told.Purchase purchase) {
        before = purchase.total() / 100;
        after = left(purchase, this.facts.size()) / 100;
      } else if (fact.told() instanceof Told.Share && sharesOfDay(i) < 2) {
        before = 10;
        after = 10;
      }
      settle(fact.id(), before, after, words.get(fact.id()), isSuspicious(i));
    }
  }

  private void settle(UUID fact, long before, long after, @Nullable Word word, boolean suspicious) {
    boolean given = word == null ? !suspicious : word == Word.RELEASED;
    if (given) {
      awarded += before;
    }
    if (given && after > 0) {
      points.put(fact, after);
    }
    if (word == null && suspicious && after > 0) {
      waiting.put(fact, after);
    }
  }

  private boolean isSuspicious(int index) {
    return switch (facts.get(index).told()) {
      case Told.Purchase ignored -> refunding(index);
      case Told.Share ignored -> flooding(index);
      default -> false;
    };
  }

  private boolean refunding(int index) {
    Instant from = facts.get(index).at().atZone(SHANGHAI).minusDays(HeldLife.DAYS).toInstant();
    List<Told.Purchase> before = new ArrayList<>();
    for (int i = 0; i < index; i++) {
      if (facts.get(i).told() instanceof Told.Purchase purchase && !facts.get(i).at().isBefore(from)
          && purchase.total() > 0) {
        before.add(purchase);
      }
    }
    long refunded = before.stream().filter(purchase -> new BigDecimal(purchase.total() - left(purchase, index))
        .compareTo(HeldLife.OF_AMOUNT.multiply(new BigDecimal(purchase.total()))) >= 0).count();
    return refunded >= HeldLife.REFUNDED
        && new BigDecimal(refunded).compareTo(HeldLife.OF_PURCHASES.multiply(new BigDecimal(before.size()))) >= 0;
  }

  /** In cents, after the refunds among the first so many facts. */
  private long left(Told.Purchase purchase, int upTo) {
    long left = purchase.total();
    for (Told.At fact : facts.subList(0, upTo)) {
      if (fact.told() instanceof Told.Refund refund && refund.purchase().equals(purchase.id())
          && refund.cents() <= left) {
        left -= refund.cents();
      }
    }
    return left;
  }

  private boolean flooding(int index) {
    Instant at = facts.get(index).at();
    long shares = facts.subList(0, index + 1).stream().filter(fact -> fact.told() instanceof Told.Share)
        .filter(fact -> Duration.between(fact.at(), at).compareTo(Duration.ofMinutes(HeldLife.MINUTES)) < 0).count();
    return shares > HeldLife.SHARES;
  }

  private long sharesOfDay(int index) {
    LocalDate day = day(facts.get(index));
    return facts.subList(0, index).stream()
        .filter(fact -> fact.told() instanceof Told.Share && day(fact).equals(day)).count();
  }

  private static LocalDate day(Told.At fact) {
    return fact.at().atZone(SHANGHAI).toLocalDate();
  }

  /** Points by fact; those of none left out. */
  Map<UUID, Long> points() {
    return points;
  }

  /** What waits for a person, by fact. */
  Map<UUID, Long> waiting() {
    return waiting;
  }

  /** All awards before refunds. */
  long awarded() {
    return awarded;
  }
}
