package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.LedgerEvent.PointsClawedBack;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.Effect;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an account knows of the facts that its points and level follow from, and what each was decided to be worth. Changed
 * only by {@link #evolve}, in place, which adds up and decides nothing.
 */
final class Rating {
  /** In the order of business. */
  private final List<Entry> entries = new ArrayList<>();
  /** In the order of business. */
  private final List<Noted> refunds = new ArrayList<>();
  /** In the order of business. */
  private final List<Circumstance> circumstances = new ArrayList<>();
  private final Levels levels = new Levels();
  /** Positions of the last words on facts that were corrected or withdrawn, known to the account or not. */
  private final Map<UUID, Long> lastWords = new TreeMap<>();

  private transient @Nullable Map<UUID, Entry> byId;
  private transient @Nullable Tip tip;

  /**
   * @param net points by rule: awarded, less undone
   * @param given points by rule before refunds, as told
   */
  record Entry(Cause cause, SortedMap<String, Long> net, SortedMap<String, Long> given) {
    long netOf(String rule) {
      return net.getOrDefault(rule, 0L);
    }

    long givenBy(String rule) {
      return given.getOrDefault(rule, 0L);
    }

    private void award(PointsEarned award) {
      net.merge(award.rule(), award.points(), Long::sum);
      given.merge(award.rule(), award.points(), Long::sum);
    }

    private void undo(PointsClawedBack back) {
      net.merge(back.rule(), -back.undone(), Long::sum);
      if (back.why() != Why.REFUND) {
        given.merge(back.rule(), -back.undone(), Long::sum);
      }
    }
  }

  record Noted(Refund refund, Effect effect) {}

  void evolve(LoyaltyEvent event) {
    switch (event) {
      case PointsEarned award -> keep(Cause.of(award)).award(award);
      case PointsClawedBack back -> entryOf(back.cause()).undo(back);
      case PointsNotEarned nothing -> {
        Cause cause = Cause.of(nothing);
        if (cause != null) {
          keep(cause);
        }
      }
      case TierReached reached -> levels.reach(reached);
      case CircumstanceNoted noted -> note(noted);
      case LevelEvent about -> levels.evolve(about);
      case RatingEvent about -> note(about);
      default -> {
        // What becomes of points after they were earned changes nothing of what interactions are worth.
      }
    }
  }

  private void note(RatingEvent event) {
    switch (event) {
      case RefundNoted noted -> {
        note(new Noted(Refund.of(noted), noted.effect()));
        if (noted.toldAt() > noted.position()) {
          heed(noted.cause(), noted.toldAt());
        }
      }
      case InteractionCorrected corrected -> {
        replace(Cause.of(corrected));
        heed(corrected.cause(), corrected.toldAt());
      }
      case InteractionWithdrawn withdrawn -> {
        withdraw(withdrawn.cause());
        heed(withdrawn.cause(), withdrawn.toldAt());
      }
      case TierRevised revised -> levels.revise(revised);
      case AwardRestated restated ->
        entryOf(restated.cause()).given().merge(restated.rule(), restated.by(), Long::sum);
    }
  }

  private void note(CircumstanceNoted noted) {
    Circumstance circumstance = Circumstance.of(noted);
    boolean known = circumstances.removeIf(other -> other.id().equals(circumstance.id()));
    if (known || !isLast(circumstance)) {
      tip = null;
    }
    circumstances.add(place(circumstances, circumstance), circumstance);
    if (noted.toldAt() > noted.position()) {
      heed(noted.cause(), noted.toldAt());
    }
  }

  private void heed(UUID fact, long toldAt) {
    lastWords.merge(fact, toldAt, Math::max);
  }

  /** Position of the last correction or withdrawal of a fact that was decided on; 0 if there was none. */
  long lastWordOn(UUID fact) {
    return lastWords.getOrDefault(fact, 0L);
  }

  private Entry keep(Cause cause) {
    Entry known = index().get(cause.id());
    return known != null ? known : insert(new Entry(cause, new TreeMap<>(), new TreeMap<>()));
  }

  private Entry entryOf(UUID cause) {
    Entry known = index().get(cause);
    if (known == null) {
      throw new IllegalStateException("points of " + cause + " are taken back, which never earned any");
    }
    return known;
  }

  private void replace(Cause cause) {
    Entry known = index().get(cause.id());
    if (known != null) {
      entries.remove(known);
      tip = null;
    }
    insert(known == null
        ? new Entry(cause, new TreeMap<>(), new TreeMap<>())
        : new Entry(cause, known.net(), known.given()));
  }

  private void withdraw(UUID id) {
    Entry known = index().remove(id);
    if (known != null) {
      entries.remove(known);
    }
    refunds.removeIf(noted -> noted.refund().id().equals(id));
    circumstances.removeIf(circumstance -> circumstance.id().equals(id));
    tip = null;
  }

  private void note(Noted noted) {
    Refund refund = noted.refund();
    boolean known = refunds.removeIf(other -> other.refund().id().equals(refund.id()));
    if (known || !isLast(refund)) {
      tip = null;
    }
    refunds.add(place(refunds.stream().map(Noted::refund).toList(), refund), noted);
  }

  private Entry insert(Entry entry) {
    if (!isLast(entry.cause())) {
      tip = null;
    }
    int place = isLast(entry.cause()) ? entries.size() : place(causes(), entry.cause());
    entries.add(place, entry);
    index().put(entry.cause().id(), entry);
    return entry;
  }

  private static int place(List<? extends Happening> ordered, Happening happening) {
    return -1 - Collections.binarySearch(ordered, happening, Happening.BUSINESS_ORDER);
  }

  private Map<UUID, Entry> index() {
    if (byId == null) {
      byId = new HashMap<>();
      for (Entry entry : entries) {
        byId.put(entry.cause().id(), entry);
      }
    }
    return byId;
  }

  /** Whether nothing known lies after it, nor was anything told that fell due after it. */
  boolean isLast(Happening happening) {
    return !levels.knowsLaterThan(happening.at()) && (circumstances.isEmpty()
        || Happening.BUSINESS_ORDER.compare(circumstances.getLast(), happening) < 0)
        && (entries.isEmpty() || Happening.BUSINESS_ORDER.compare(entries.getLast().cause(), happening) < 0)
        && (refunds.isEmpty() || Happening.BUSINESS_ORDER.compare(refunds.getLast().refund(), happening) < 0);
  }

  @Nullable
  Entry find(UUID cause) {
    return index().get(cause);
  }

  boolean knows(UUID id) {
    return find(id) != null || findRefund(id) != null || findCircumstance(id) != null;
  }

  @Nullable
  Circumstance findCircumstance(UUID id) {
    return circumstances.stream().filter(one -> one.id().equals(id)).findFirst().orElse(null);
  }

  @Nullable
  Noted findRefund(UUID id) {
    return refunds.stream().filter(noted -> noted.refund().id().equals(id)).findFirst().orElse(null);
  }

  private List<Cause> causes() {
    List<Cause> causes = new ArrayList<>(entries.size());
    entries.forEach(entry -> causes.add(entry.cause()));
    return causes;
  }

  /** All that is known, in the order of business. */
  List<Happening> life() {
    List<Happening> life = new ArrayList<>(causes());
    refunds.forEach(noted -> life.add(noted.refund()));
    life.addAll(circumstances);
    life.sort(Happening.BUSINESS_ORDER);
    return life;
  }

  /** Whether anything known lies after an instant. */
  boolean isPast(Instant instant) {
    return (!entries.isEmpty() && entries.getLast().cause().at().isAfter(instant))
        || (!refunds.isEmpty() && refunds.getLast().refund().at().isAfter(instant))
        || (!circumstances.isEmpty() && circumstances.getLast().at().isAfter(instant));
  }

  /** The first interaction that is known; null where none is. */
  @Nullable
  Cause first() {
    return entries.isEmpty() ? null : entries.getFirst().cause();
  }

  /** The last interaction that is known; null where none is. */
  @Nullable
  Cause last() {
    return entries.isEmpty() ? null : entries.getLast().cause();
  }

  Levels levels() {
    return levels;
  }

  /** The way through all that is known. Kept, as most of what comes next lies after it. */
  Course course(Function<String, ProgrammeRules> versions) {
    Tip kept = tip;
    if (kept == null || !kept.versions.equals(versions) || !kept.course.overrides().equals(levels.overrides())) {
      kept = new Tip(versions);
      tip = kept;
    }
    kept.catchUp();
    return kept.course;
  }

  /** How far the way was gone, and by which versions. */
  private final class Tip {
    private final Function<String, ProgrammeRules> versions;
    private final Course course;
    private int causes;
    private int refunded;
    private int circumstantial;

    Tip(Function<String, ProgrammeRules> versions) {
      this.versions = versions;
      this.course = new Course(versions, levels.overrides());
    }

    private void catchUp() {
      Happening next = next();
      while (next != null) {
        switch (next) {
          case Cause ignored -> causes++;
          case Refund ignored -> refunded++;
          case Circumstance ignored -> circumstantial++;
        }
        course.take(next);
        next = next();
      }
    }

    private @Nullable Happening next() {
      Happening next = causes < entries.size() ? entries.get(causes).cause() : null;
      next = earlier(next, refunded < refunds.size() ? refunds.get(refunded).refund() : null);
      return earlier(next, circumstantial < circumstances.size() ? circumstances.get(circumstantial) : null);
    }

    private static @Nullable Happening earlier(@Nullable Happening one, @Nullable Happening other) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      return Happening.BUSINESS_ORDER.compare(one, other) < 0 ? one : other;
    }
  }
}
