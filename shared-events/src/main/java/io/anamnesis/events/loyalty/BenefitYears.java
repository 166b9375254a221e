package io.anamnesis.events.loyalty;

import io.anamnesis.events.loyalty.Programme.Benefit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often a benefit can be used, and when: the rule, for who decides and for who is asked before it was decided.
 * <p>
 * A kind of benefit has years of its own. The first begins when a level gives it; another begins when the one before is over,
 * or as soon after that as a level gives it. A year goes on whatever becomes of the level: who loses it and reaches it again
 * within the year has what is left. In a year it can be used as often as the best terms held in it say.
 */
public final class BenefitYears {
  private static final int MONTHS = 12;

  private static final Comparator<BenefitGrant> IN_ORDER =
      Comparator.comparing(BenefitGrant::grantedAt).thenComparing(BenefitGrant::kind);

  private BenefitYears() {}

  /**
   * All that is granted by an instant, the instant included, in order.
   *
   * @param holdings in order of their instants
   */
  public static List<BenefitGrant> granted(List<Holding> holdings, Instant to) {
    return granted(holdings, Map.of(), to);
  }

  /**
   * What is granted after all that was granted already.
   *
   * @param holdings in order of their instants
   * @param over by kind, the end of the last year that was granted: no other begins before it
   */
  public static List<BenefitGrant> granted(List<Holding> holdings, Map<String, Instant> over, Instant to) {
    List<Terms> terms = new ArrayList<>();
    SortedSet<String> kinds = new TreeSet<>();
    for (int i = 0; i < holdings.size() && !holdings.get(i).from().isAfter(to); i++) {
      Holding held = holdings.get(i);
      Map<String, Benefit> counted = held.counted();
      terms.add(new Terms(held, counted, i + 1 < holdings.size() ? holdings.get(i + 1).from() : null));
      kinds.addAll(counted.keySet());
    }
    List<BenefitGrant> granted = new ArrayList<>();
    for (String kind : kinds) {
      Years years = new Years(kind, over.get(kind), to, granted);
      terms.forEach(years::held);
    }
    granted.sort(IN_ORDER);
    return List.copyOf(granted);
  }

  /** @param until first instant after it; null while it lasts */
  private record Terms(Holding held, Map<String, Benefit> counted, @Nullable Instant until) {
    boolean holdsAt(Instant at) {
      return until == null || at.isBefore(until);
    }
  }

  /** The years of one kind, one holding after another. */
  private static final class Years {
    private final String kind;
    private final @Nullable Instant notBefore;
    private final Instant to;
    private final List<BenefitGrant> granted;
    private @Nullable Instant from;
    private @Nullable Instant until;
    private int quantity;

    Years(String kind, @Nullable Instant notBefore, Instant to, List<BenefitGrant> granted) {
      this.kind = kind;
      this.notBefore = notBefore;
      this.to = to;
      this.granted = granted;
    }

    void held(Terms terms) {
      Benefit benefit = terms.counted.get(kind);
      if (benefit == null) {
        return;
      }
      Instant at = terms.held.from();
      at = notBefore != null && notBefore.isAfter(at) ? notBefore : at;
      while (terms.holdsAt(at) && !at.isAfter(to)) {
        at = grant(terms.held, Objects.requireNonNull(benefit.perYear()), at);
      }
    }

    /** @return when the year is over */
    private Instant grant(Holding held, int perYear, Instant at) {
      Programme programme = Objects.requireNonNull(held.programme());
      if (from == null || until == null || !at.isBefore(until)) {
        from = at;
        until = at.atZone(programme.zone()).plusMonths(MONTHS).toInstant();
        quantity = 0;
      }
      if (perYear > quantity) {
        granted.add(new BenefitGrant(kind, held.level(), programme.version(), perYear - quantity, from, until, at));
        quantity = perYear;
      }
      return until;
    }
  }
}
