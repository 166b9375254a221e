package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.check.Difference.Kind;
import io.anamnesis.command.loyalty.check.RederivationOutcome.Item;
import io.anamnesis.command.loyalty.check.RederivationOutcome.Undecided;
import io.anamnesis.command.loyalty.check.RederivationOutcome.Unreadable;
import io.anamnesis.command.loyalty.check.RederivationTrial.Judgement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** Adds accounts up to a {@link RederivationOutcome}; what it keeps does not grow with their number. Thread-safe. */
final class RederivationTally {
  private static final int LISTED = 1_000;

  private final First<Difference> differences = new First<>(Difference.ORDER);
  private final First<Item> undecided =
      new First<>(Comparator.comparingLong(Item::position).thenComparing(Item::customer));
  private final First<String> unreadable = new First<>(String::compareTo);
  private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
  private long customers;
  private long postings;
  private long tooEarly;

  /** The first of an order, and how many there are. */
  private static final class First<T> {
    private final Comparator<T> order;
    private final PriorityQueue<T> first;
    private long all;

    First(Comparator<T> order) {
      this.order = order;
      this.first = new PriorityQueue<>(order.reversed());
    }

    void add(T one) {
      all++;
      first.add(one);
      if (first.size() > LISTED) {
        first.remove();
      }
    }

    List<T> listed() {
      List<T> sorted = new ArrayList<>(first);
      sorted.sort(order);
      return List.copyOf(sorted);
    }
  }

  /** @param judgement null where it cannot be read */
  synchronized void take(AuditedAccount account, @Nullable Judgement judgement) {
    account.undecided().forEach(position -> undecided.add(new Item(account.customer(), position)));
    switch (judgement) {
      case null -> unreadable.add(account.customer());
      case Judgement.TooEarly ignored -> tooEarly++;
      case Judgement.Judged judged -> {
        customers++;
        postings += account.postings();
        for (Difference difference : judged.differences()) {
          differences.add(difference);
          kinds.merge(difference.kind(), 1L, Long::sum);
        }
      }
    }
  }

  synchronized RederivationOutcome outcome(long position, long decidedUpTo) {
    return new RederivationOutcome(position, decidedUpTo, customers, postings, differences.all, Map.copyOf(kinds),
        differences.listed(), new Undecided(undecided.all, tooEarly, undecided.listed()),
        new Unreadable(unreadable.all, unreadable.listed()));
  }
}
