package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Told;
import io.anamnesis.command.loyalty.level.LevelOracle;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a set of facts is worth, read naively from the written rules of the default programme: in cents and whole numbers,
 * looking back over everything at every fact, without any of the product's code.
 */
final class RatingOracle {
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
  private static final long[] TENTHS = {10, 11, 12, 15, 20};

  private final List<Told.At> facts;
  private final List<Given> given = new ArrayList<>();
  private final LevelOracle level = new LevelOracle(new Awards());
  private final List<Lent> lent;
  /** So many facts have happened. */
  private int happened;

  /** What a fact was given by each rule before refunds. */
  private record Given(Told.At fact, Map<String, Long> byRule, long tenths) {}

  /** A level that a person gives, from an instant on, before another. */
  record Lent(int level, Instant from, Instant until) {}

  RatingOracle(Collection<Told.At> facts) {
    this(facts, List.of());
  }

  /** @param lent in the order in which it was said: each takes the place of the one before */
  RatingOracle(Collection<Told.At> facts, List<Lent> lent) {
    this.lent = lent;
    this.facts = facts.stream().sorted(Comparator.comparing(Told.At::at).thenComparing(Told.At::position)).toList();
    for (Told.At fact : this.facts) {
      level.lapse(fact.at());
      Map<String, Long> byRule = give(fact);
      given.add(new Given(fact, byRule, tenths(fact.at())));
      List<Long> before = keptNow();
      happened++;
      happened(fact, byRule, before);
    }
  }

  private void happened(Told.At fact, Map<String, Long> byRule, List<Long> before) {
    switch (fact.told()) {
      case Told.Refund ignored -> {
        List<Long> after = keptNow();
        for (int i = 0; i < after.size(); i++) {
          if (!after.get(i).equals(before.get(i))) {
            level.refunded(fact.at(), i);
          }
        }
      }
      case Told.Admitted(String stay) -> level.admitted(stay);
      case Told.Discharged(String stay) -> level.discharged(fact.at(), stay);
      case Told.Filed(String complaint, boolean suggestion) -> {
        // What was filed under an id first says what it is.
        level.filed(suggestion ? Instant.EPOCH : fact.at(), complaint);
      }
      case Told.Resolved(String complaint) -> level.resolved(fact.at(), complaint);
      default -> {
        if (!byRule.isEmpty()) {
          level.awarded(fact.at());
        }
      }
    }
  }

  private List<Long> keptNow() {
    List<Long> kept = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      kept.add(keptInAll(given.get(i)));
    }
    return kept;
  }

  private long keptInAll(Given one) {
    return one.fact().told() instanceof Told.Purchase
        ? kept(one, happened)
        : one.byRule().values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of the level that is held, be it earned or lent. */
  private long tenths(Instant at) {
    return TENTHS[Math.max(level.level(), lentAt(at)) - 1];
  }

  private int lentAt(Instant at) {
    int held = 1;
    for (Lent one : lent) {
      if (!one.from().isAfter(at)) {
        held = one.until().isAfter(at) ? one.level() : 1;
      }
    }
    return held;
  }

  /** What counts for a level. */
  private final class Awards implements LevelOracle.Worth {
    @Override
    public Set<Integer> after(Instant instant) {
      Set<Integer> counting = new HashSet<>();
      for (int i = 0; i < given.size(); i++) {
        if (given.get(i).fact().at().isAfter(instant)) {
          counting.add(i);
        }
      }
      return counting;
    }

    @Override
    public long of(Set<Integer> awards) {
      return awards.stream().mapToLong(i -> keptInAll(given.get(i))).sum();
    }
  }

  /** Time goes on after the last fact. */
  LevelOracle.State lapsed(Instant to) {
    level.lapse(to);
    return level.state();
  }

  /** Points by fact and rule, after all refunds; those of none left out. */
  Map<UUID, Map<String, Long>> worth() {
    Map<UUID, Map<String, Long>> worth = new HashMap<>();
    for (Given one : given) {
      Map<String, Long> kept = new TreeMap<>(one.byRule());
      if (one.fact().told() instanceof Told.Purchase) {
        kept.put("purchase", kept(one, facts.size()));
      }
      kept.values().removeIf(points -> points == 0);
      if (!kept.isEmpty()) {
        worth.put(one.fact().id(), kept);
      }
    }
    return worth;
  }

  /** All that was ever given, whatever refunds took of it. */
  long awarded() {
    return given.stream().flatMap(one -> one.byRule().values().stream()).mapToLong(Long::longValue).sum();
  }

  /** The level held at an instant, but for what falls due after time stopped. */
  int levelAt(Instant instant) {
    return Math.max(level.levelAt(instant), lentAt(instant));
  }

  private Map<String, Long> give(Told.At fact) {
    Map<String, Long> byRule = new TreeMap<>();
    switch (fact.told()) {
      case Told.SignIn ignored -> {
        boolean first = count(fact, "sign-in", true, other -> true) == 0;
        boolean anyToday = given.stream()
            .anyMatch(one -> one.fact().told() instanceof Told.SignIn && day(one.fact()).equals(day(fact)));
        add(fact, byRule, "sign-in", first ? 5 : 0);
        add(fact, byRule, "sign-in-streak", !anyToday && daysInARow(fact) % 7 == 0 ? 10 : 0);
      }
      case Told.Visit ignored ->
        add(fact, byRule, "visit", count(fact, "visit", true, other -> true) == 0 ? 20 : 0);
      case Told.Share share -> {
        boolean room = count(fact, "share", true, other -> true) < 3;
        boolean fresh = count(fact, "share", true, share::equals) == 0;
        add(fact, byRule, "share", room && fresh ? 10 : 0);
      }
      case Told.Like ignored -> {
        // Off.
      }
      case Told.Activity activity ->
        add(fact, byRule, "activity", count(fact, "activity", false, activity::equals) == 0 ? 30 : 0);
      case Told.Survey survey -> {
        boolean fresh = survey.visit() != null
            ? count(fact, "survey", false,
                other -> other instanceof Told.Survey one && survey.visit().equals(one.visit())) == 0
            : countInMonth(fact, "survey", other -> other instanceof Told.Survey one && one.visit() == null
                && one.survey().equals(survey.survey())) == 0;
        add(fact, byRule, "survey", fresh ? 10 : 0);
      }
      case Told.Review review -> {
        boolean fresh = review.visit() != null
            ? count(fact, "review", false,
                other -> other instanceof Told.Review one && review.visit().equals(one.visit())) == 0
            : countInMonth(fact, "review", other -> other instanceof Told.Review one && one.visit() == null
                && one.platform().equals(review.platform())) == 0;
        add(fact, byRule, "review", fresh ? 15 : 0);
      }
      case Told.Joined joined -> add(fact, byRule, "rehabilitation-joined",
          "rehabilitation".equals(joined.kind()) && count(fact, "rehabilitation-joined", false,
              other -> other instanceof Told.Joined one && one.plan().equals(joined.plan())) == 0 ? 50 : 0);
      case Told.StepDone step -> add(fact, byRule, "rehabilitation-step", "rehabilitation".equals(kind(step))
          && count(fact, "rehabilitation-step", true, other -> true) == 0 ? 5 : 0);
      case Told.Purchase purchase -> {
        long points = worthOf(purchase, purchase.lines(), tenths(fact.at()));
        if (points > 0) {
          byRule.put("purchase", points);
        }
      }
      case Told.Refund ignored -> {
        // Gives nothing.
      }
      case Told.Admitted ignored -> {
        // Gives nothing.
      }
      case Told.Discharged ignored -> {
        // Gives nothing.
      }
      case Told.Filed ignored -> {
        // Gives nothing.
      }
      case Told.Resolved ignored -> {
        // Gives nothing.
      }
    }
    return byRule;
  }

  /** A step without a kind is of the kind of the plan that was joined last before it. */
  private String kind(Told.StepDone step) {
    String kind = step.kind();
    if (kind == null) {
      for (Given one : given) {
        if (one.fact().told() instanceof Told.Joined joined && joined.plan().equals(step.plan())
            && joined.kind() != null) {
          kind = joined.kind();
        }
      }
    }
    return kind == null ? "" : kind;
  }

  /** No more than is left of 500 in the month for all but purchases. */
  private void add(Told.At fact, Map<String, Long> byRule, String rule, long points) {
    long inMonth = byRule.values().stream().mapToLong(Long::longValue).sum();
    for (Given one : given) {
      if (!(one.fact().told() instanceof Told.Purchase) && month(one.fact()).equals(month(fact))) {
        inMonth += one.byRule().values().stream().mapToLong(Long::longValue).sum();
      }
    }
    long left = Math.min(points, 500 - inMonth);
    if (left > 0) {
      byRule.put(rule, left);
    }
  }

  private long count(Told.At fact, String rule, boolean sameDay, java.util.function.Predicate<Told> which) {
    return given.stream().filter(one -> one.byRule().containsKey(rule) && which.test(one.fact().told()))
        .filter(one -> !sameDay || day(one.fact()).equals(day(fact))).count();
  }

  private long countInMonth(Told.At fact, String rule, java.util.function.Predicate<Told> which) {
    return given.stream().filter(one -> one.byRule().containsKey(rule) && which.test(one.fact().told()))
        .filter(one -> month(one.fact()).equals(month(fact))).count();
  }

  private int daysInARow(Told.At fact) {
    Set<LocalDate> days = new HashSet<>();
    given.stream().filter(one -> one.fact().told() instanceof Told.SignIn).forEach(one -> days.add(day(one.fact())));
    int row = 1;
    while (days.contains(day(fact).minusDays(row))) {
      row++;
    }
    return row;
  }

  /** What a purchase keeps after the refunds among the first so many facts. */
  private long kept(Given one, int upTo) {
    Told.Purchase purchase = (Told.Purchase) one.fact().told();
    boolean earliest = facts.stream().filter(fact -> fact.told() instanceof Told.Purchase other
        && other.id().equals(purchase.id())).findFirst().orElseThrow().equals(one.fact());
    List<Long> left = new ArrayList<>(purchase.lines());
    for (int i = 0; i < upTo && earliest; i++) {
      if (facts.get(i).told() instanceof Told.Refund refund && refund.purchase().equals(purchase.id())
          && refund.currency().equals(purchase.currency())) {
        left = after(refund, left);
      }
    }
    return worthOf(purchase, left, one.tenths());
  }

  private static List<Long> after(Told.Refund refund, List<Long> left) {
    List<Long> rest = new ArrayList<>(left);
    if (refund.line() > 0) {
      if (refund.line() > left.size() || left.get(refund.line() - 1) < refund.cents()) {
        return left;
      }
      rest.set(refund.line() - 1, left.get(refund.line() - 1) - refund.cents());
      return rest;
    }
    if (refund.cents() > left.stream().mapToLong(Long::longValue).sum()) {
      return left;
    }
    long[] parts = spread(refund.cents(), left);
    for (int i = 0; i < parts.length; i++) {
      rest.set(i, left.get(i) - parts[i]);
    }
    return rest;
  }

  /** In proportion, to the cent, the rest by largest remainder, ties to the earlier. */
  private static long[] spread(long sum, List<Long> weights) {
    long total = weights.stream().mapToLong(Long::longValue).sum();
    long[] parts = new long[weights.size()];
    if (total == 0) {
      return parts;
    }
    long[] remainders = new long[weights.size()];
    for (int i = 0; i < parts.length; i++) {
      BigInteger[] divided = BigInteger.valueOf(sum).multiply(BigInteger.valueOf(weights.get(i)))
          .divideAndRemainder(BigInteger.valueOf(total));
      parts[i] = divided[0].longValueExact();
      remainders[i] = divided[1].longValueExact();
    }
    for (long missing = sum - Arrays.stream(parts).sum(); missing > 0; missing--) {
      int best = 0;
      for (int i = 1; i < parts.length; i++) {
        if (remainders[i] > remainders[best]) {
          best = i;
        }
      }
      parts[best]++;
      remainders[best] = -1;
    }
    return parts;
  }

  /** A point a yuan of what the customer's own money covers of what is left of a line, times the multiplier. */
  private static long worthOf(Told.Purchase purchase, List<Long> left, long tenths) {
    long[] own = spread(purchase.total() - purchase.insured(), purchase.lines());
    long points = 0;
    for (int i = 0; i < own.length; i++) {
      if (purchase.lines().get(i) > 0) {
        points += BigInteger.valueOf(own[i]).multiply(BigInteger.valueOf(left.get(i)))
            .multiply(BigInteger.valueOf(tenths))
            .divide(BigInteger.valueOf(purchase.lines().get(i)).multiply(BigInteger.valueOf(1_000))).longValueExact();
      }
    }
    return points;
  }

  private static LocalDate day(Told.At fact) {
    return fact.at().atZone(SHANGHAI).toLocalDate();
  }

  private static YearMonth month(Told.At fact) {
    return YearMonth.from(day(fact));
  }
}
