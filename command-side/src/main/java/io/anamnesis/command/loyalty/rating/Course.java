package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Bought;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Given;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.happening.Remaining;
import io.anamnesis.command.loyalty.level.Tenure;
import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.command.loyalty.level.Qualification.Counted;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.Effect;
import io.anamnesis.events.loyalty.Standing;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way through a life in the order of business, which says what everything in it is worth: the definition of points.
 * What is asked of the next happening changes nothing; {@link #take} goes on.
 */
public final class Course {
  private final Function<String, ProgrammeRules> versions;
  private final Caps caps = new Caps();
  private final Streaks streaks = new Streaks();
  private final Tenure tenure;
  private final Sayings sayings;
  private final Watch watch = new Watch();
  private final Map<String, String> planKinds = new HashMap<>();
  private final Map<String, Rated> purchases = new HashMap<>();
  private final Map<UUID, Counted> counted = new HashMap<>();
  private final Map<String, List<Refund>> refundsBefore = new HashMap<>();
  private final Map<UUID, Effect> effects = new HashMap<>();

  /**
   * What a refund does.
   *
   * @param cut null where it does nothing
   */
  public record Refunded(Effect effect, @Nullable Rated purchase, Rated.@Nullable Cut cut) {}

  /** @param versions of the programme, by their names */
  public Course(Function<String, ProgrammeRules> versions, Sayings sayings) {
    this.versions = versions;
    this.tenure = new Tenure(versions);
    this.sayings = sayings;
  }

  /** What the next interaction is worth, with the refunds that lie before it. */
  public Rated rate(Cause cause) {
    ProgrammeRules rules = versions.apply(cause.programme());
    Programme programme = rules.programme();
    LocalDate day = cause.at().atZone(programme.zone()).toLocalDate();
    int level = levelAt(cause.at());
    List<Value> seen = seen(cause);
    List<Award> awards = new ArrayList<>();
    long inMonth = 0;
    for (Rule rule : Given.rules(cause, rules)) {
      Award award =
          caps.cut(award(rule, cause, seen, day, programme, level), seen, day, programme.monthlyCap(), inMonth);
      inMonth += rule.inMonthlyCap() ? award.points() : 0;
      awards.add(award);
    }
    Rated rated = new Rated(cause, seen, level, awards, ruling(cause, programme));
    for (Refund refund : refundsBefore(cause)) {
      effectOn(rated, refund).ifPresent(rated::take);
    }
    return rated;
  }

  /** What a person said of it holds; else what lies before it decides. */
  private Ruling ruling(Cause cause, Programme programme) {
    return switch (sayings.awards().on(cause.id())) {
      case RELEASED -> Ruling.FREE;
      case REFUSED -> Ruling.DENIED;
      case null -> watch.hold(cause, programme).<Ruling>map(Ruling.Held::new).orElse(Ruling.FREE);
    };
  }

  private Award award(Rule rule, Cause cause, List<Value> seen, LocalDate day, Programme programme, int level) {
    BigDecimal multiplier = rule.data().multiplied() ? programme.tier(level).multiplier() : BigDecimal.ONE;
    List<Part> parts = Worth.parts(rule, cause, seen, cause.bought() == null ? null : Remaining.of(cause.bought()),
        multiplier);
    if (Worth.sum(parts) == 0) {
      return Award.none(rule, multiplier, parts,
          cause.bought() == null ? Reason.NO_RULE_APPLIES : Reason.BELOW_ONE_POINT);
    }
    return rule.data().streakDays() > 0 && !streaks.completes(rule, day)
        ? Award.none(rule, multiplier, parts, Reason.NO_STREAK)
        : Award.of(rule, multiplier, parts);
  }

  /** The level held at an instant, which no happening so far lies after. */
  public int levelAt(Instant instant) {
    return sayings.levels().levelAt(instant, tenure.to(instant).held().level());
  }

  /** The level as it is earned, with what falls due by an instant. */
  public Tenure.Way levelTo(Instant instant) {
    return tenure.to(instant);
  }

  /** What would fall due at an instant, if the stays and complaints that hold it off ended then. */
  public List<Move> heldOff(Instant instant) {
    return tenure.heldOff(instant);
  }

  /** Points missing to keep a level at its next judgement, as things stand. */
  public long missing(Standing held, Instant at) {
    return tenure.missing(held, at);
  }

  Sayings sayings() {
    return sayings;
  }

  /** What the next interaction does to the level, after what falls due before it. */
  public Tenure.Way after(Rated rated) {
    return tenure.award(rated.cause().at(), rated.keptInAll(), programmeOf(rated));
  }

  public Tenure.Way after(Circumstance next) {
    return tenure.circumstance(next);
  }

  public Tenure.Way after(Refund refund, Refunded refunded) {
    Counted its = refunded.purchase() == null ? null : counted.get(refunded.purchase().cause().id());
    return its == null || refunded.cut() == null || refunded.purchase() == null
        ? tenure.to(refund.at())
        : tenure.refund(refund.at(), its, refunded.purchase().keptInAll(refunded.cut()));
  }

  /** What the next refund does. */
  public Refunded effect(Refund refund) {
    Rated purchase = purchases.get(refund.purchase());
    if (purchase == null) {
      return new Refunded(Effect.UNKNOWN_PURCHASE, null, null);
    }
    return effectOn(purchase, refund).map(cut -> new Refunded(Effect.TAKEN, purchase, cut))
        .orElseGet(() -> new Refunded(whyNone(purchase, refund), purchase, null));
  }

  /** Refunds that lie before the purchase that they name, and so wait for it. */
  public List<Refund> refundsBefore(Cause cause) {
    Bought bought = cause.bought();
    return bought == null || purchases.containsKey(bought.purchase())
        ? List.of()
        : refundsBefore.getOrDefault(bought.purchase(), List.of());
  }

  /** What a refund did that was taken, or that waited for an interaction that was. */
  public Effect effectOf(Refund refund) {
    return effects.getOrDefault(refund.id(), Effect.UNKNOWN_PURCHASE);
  }

  /** What a refund that waited does to its purchase. */
  public static Effect effectOf(Refund refund, Rated purchase) {
    return purchase.cuts().stream().anyMatch(cut -> cut.refund().equals(refund.id()))
        ? Effect.TAKEN
        : whyNone(purchase, refund);
  }

  private static Effect whyNone(Rated purchase, Refund refund) {
    return isInItsCurrency(purchase, refund) ? Effect.MORE_THAN_REMAINS : Effect.OTHER_CURRENCY;
  }

  private static Optional<Rated.Cut> effectOn(Rated purchase, Refund refund) {
    return isInItsCurrency(purchase, refund) ? purchase.after(refund) : Optional.empty();
  }

  private static boolean isInItsCurrency(Rated purchase, Refund refund) {
    Bought bought = purchase.cause().bought();
    return bought != null && bought.currency().equals(refund.currency());
  }

  public void take(Rated rated) {
    Cause cause = rated.cause();
    Programme programme = programmeOf(rated);
    LocalDate day = cause.at().atZone(programme.zone()).toLocalDate();
    for (Award award : rated.awards()) {
      caps.use(award, rated.seen(), day);
      if (award.rule().data().streakDays() > 0 && award.reason() != Reason.NO_RULE_APPLIES) {
        streaks.take(award.rule(), day);
      }
    }
    String plan = cause.text("plan");
    String kind = cause.text("kind");
    if (cause.type().equals(Cause.PLAN_JOINED) && plan != null && kind != null) {
      planKinds.put(plan, kind);
    }
    refundsBefore(cause).forEach(refund -> effects.put(refund.id(), effectOf(refund, rated)));
    watch.take(rated);
    Counted its = tenure.take(cause.at(), rated.keptInAll(), programme);
    Bought bought = cause.bought();
    // Of purchases told under one id, refunds concern the earliest.
    if (bought != null && purchases.putIfAbsent(bought.purchase(), rated) == null) {
      counted.put(cause.id(), its);
      refundsBefore.remove(bought.purchase());
    }
  }

  void take(Refund refund) {
    Refunded refunded = effect(refund);
    effects.put(refund.id(), refunded.effect());
    Rated purchase = refunded.purchase();
    if (purchase == null) {
      refundsBefore.computeIfAbsent(refund.purchase(), first -> new ArrayList<>()).add(refund);
    } else if (refunded.cut() != null) {
      purchase.take(refunded.cut());
      watch.refund(purchase);
      Counted its = counted.get(purchase.cause().id());
      if (its != null) {
        tenure.take(refund.at(), its, purchase.keptInAll());
      }
    }
  }

  void take(Circumstance next) {
    tenure.take(next);
  }

  public void take(Happening next) {
    switch (next) {
      case Cause cause -> take(rate(cause));
      case Refund refund -> take(refund);
      case Circumstance circumstance -> take(circumstance);
    }
  }

  /** Steps of the level so far. */
  public List<Move> moves() {
    return tenure.moves();
  }

  private Programme programmeOf(Rated rated) {
    return versions.apply(rated.cause().programme()).programme();
  }

  /** A step need not repeat what kind of plan was joined. */
  private List<Value> seen(Cause cause) {
    if (!cause.type().equals(Cause.PLAN_STEP) || cause.text("kind") != null) {
      return cause.values();
    }
    String plan = cause.text("plan");
    String kind = plan == null ? null : planKinds.get(plan);
    if (kind == null) {
      return cause.values();
    }
    List<Value> seen = new ArrayList<>(cause.values());
    seen.add(new Value("kind", kind));
    seen.add(Cause.KIND_OF_PLAN);
    return List.copyOf(seen);
  }
}
