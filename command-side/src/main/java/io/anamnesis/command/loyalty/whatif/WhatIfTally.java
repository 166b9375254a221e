package io.anamnesis.command.loyalty.whatif;

import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Bucket;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Cost;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Customers;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Example;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.Points;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.RuleTotal;
import io.anamnesis.command.loyalty.whatif.WhatIfOutcome.TierMove;
import io.anamnesis.command.loyalty.whatif.WhatIfTrial.Comparison;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Adds customers up to a {@link WhatIfOutcome}; what it keeps does not grow with their number. Thread-safe. */
final class WhatIfTally implements WhatIfTrial.Outcome {
  private static final int EXAMPLES = 10;
  /** Upper bounds of the buckets of losses and gains. */
  private static final long[] BOUNDS = {-1_001, -101, -11, -1, 0, 10, 100, 1_000};

  private final Map<String, Long> before = new TreeMap<>();
  private final Map<String, Long> after = new TreeMap<>();
  private final Map<Move, Long> moves = new TreeMap<>(
      Comparator.comparingInt(Move::from).thenComparingInt(Move::to));
  private final long[] buckets = new long[BOUNDS.length + 1];
  private final Extremes winners = new Extremes(Comparator.comparingLong(Change::points));
  private final Extremes losers = new Extremes(Comparator.comparingLong(Change::points).reversed());
  private long winning;
  private long losing;
  private long unchanged;
  private long leftOut;

  private record Move(int from, int to) {}

  private record Change(Comparison customer, long points) {}

  /** The few at one end. */
  private static final class Extremes {
    private final Comparator<Change> order;
    private final PriorityQueue<Change> most;

    /** @param better orders what is to be kept last */
    Extremes(Comparator<Change> better) {
      // Among equals the customer's number decides, so that the same history gives the same examples.
      this.order = better.thenComparing(change -> change.customer().customer());
      this.most = new PriorityQueue<>(order);
    }

    void add(Change change) {
      most.add(change);
      if (most.size() > EXAMPLES) {
        most.remove();
      }
    }

    List<Example> examples(UnaryOperator<String> pseudonym) {
      List<Change> sorted = new ArrayList<>(most);
      sorted.sort(order.reversed());
      return sorted.stream().map(Change::customer).map(one -> new Example(pseudonym.apply(one.customer()),
          one.pointsBefore(), one.pointsAfter(), one.levelBefore(), one.levelAfter())).toList();
    }
  }

  @Override
  public synchronized void compared(Comparison customer) {
    customer.before().forEach((rule, points) -> before.merge(rule, points, Long::sum));
    customer.after().forEach((rule, points) -> after.merge(rule, points, Long::sum));
    moves.merge(new Move(customer.levelBefore(), customer.levelAfter()), 1L, Long::sum);
    Change change = new Change(customer, customer.pointsAfter() - customer.pointsBefore());
    buckets[bucket(change.points())]++;
    if (change.points() > 0) {
      winning++;
      winners.add(change);
    } else if (change.points() < 0) {
      losing++;
      losers.add(change);
    } else {
      unchanged++;
    }
  }

  @Override
  public synchronized void leftOut() {
    leftOut++;
  }

  synchronized WhatIfOutcome outcome(long position, Instant at, String inForce, String draft,
      UnaryOperator<String> pseudonym) {
    Points points = new Points(sum(before), sum(after));
    return new WhatIfOutcome(position, at, inForce, draft,
        new Customers(winning + losing + unchanged, winning, losing, unchanged, leftOut), points, rules(),
        moves.entrySet().stream()
            .map(move -> new TierMove(move.getKey().from(), move.getKey().to(), move.getValue())).toList(),
        distribution(), winners.examples(pseudonym), losers.examples(pseudonym),
        new Cost(points.after() - points.before()));
  }

  private List<RuleTotal> rules() {
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(rule -> new RuleTotal(rule, before.getOrDefault(rule, 0L), after.getOrDefault(rule, 0L))).toList();
  }

  private List<Bucket> distribution() {
    List<Bucket> all = new ArrayList<>();
    for (int i = 0; i < buckets.length; i++) {
      all.add(new Bucket(i == 0 ? null : BOUNDS[i - 1] + 1, i == BOUNDS.length ? null : BOUNDS[i], buckets[i]));
    }
    return List.copyOf(all);
  }

  private static int bucket(long change) {
    int bucket = 0;
    while (bucket < BOUNDS.length && change > BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private static long sum(Map<String, Long> points) {
    return points.values().stream().mapToLong(Long::longValue).sum();
  }
}
