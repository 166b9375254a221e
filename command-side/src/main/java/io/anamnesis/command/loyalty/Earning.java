package io.anamnesis.command.loyalty;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Id;
import io.anamnesis.events.Money;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.care.CareEvent.PlanJoined;
import io.anamnesis.events.care.CareEvent.PlanStepDone;
import io.anamnesis.events.engagement.EngagementEvent.ActivityAttended;
import io.anamnesis.events.engagement.EngagementEvent.ContentShared;
import io.anamnesis.events.engagement.EngagementEvent.ReviewPosted;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.engagement.EngagementEvent.SurveyAnswered;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.Payment;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an interaction earns under a version of the programme, and the level that follows. Pure: it reads the account, the
 * cause and the programme, nothing else.
 */
final class Earning {
  private final Programme programme;
  private final Map<String, List<CompiledRule>> rulesByType = new HashMap<>();

  private record CompiledRule(EarningRule rule, Optional<Condition> condition) {}

  /** @throws IllegalArgumentException if a condition of the programme cannot be compiled */
  Earning(Programme programme) {
    this.programme = programme;
    for (EarningRule rule : programme.rules()) {
      rulesByType.computeIfAbsent(rule.on(), type -> new ArrayList<>())
          .add(new CompiledRule(rule, Optional.ofNullable(rule.when()).map(Condition::compile)));
    }
  }

  /** The types of interaction that some rule names. */
  Set<String> types() {
    return Set.copyOf(rulesByType.keySet());
  }

  /**
   * All that follows from one cause: its awards, then the levels reached by them. Where the account's state had a say (the
   * multiplier of a purchase) and nothing was earned, that is recorded too, so that no second try decides otherwise.
   */
  List<LoyaltyEvent> decide(Account account, Recorded cause) {
    List<LoyaltyEvent> decided = new ArrayList<>();
    long earned = 0;
    for (CompiledRule compiled : rulesByType.getOrDefault(cause.type(), List.of())) {
      Optional<PointsEarned> award = award(account, cause, compiled);
      earned += award.map(PointsEarned::points).orElse(0L);
      award.ifPresent(decided::add);
    }
    if (decided.isEmpty()) {
      rulesByType.getOrDefault(cause.type(), List.of()).stream().map(CompiledRule::rule)
          .filter(rule -> readsAccount(rule, cause)).findFirst()
          .ifPresent(rule -> decided.add(new PointsNotEarned(cause.eventId(), cause.type(), cause.eventId(),
              programme.version(), rule.name(),
              cause.event() instanceof PurchaseMade ? Reason.BELOW_ONE_POINT : Reason.NO_RULE_APPLIES, List.of(),
              List.of(), null)));
    }
    if (earned > 0) {
      decided.addAll(Promotion.after(account, cause, earned, programme));
    }
    return List.copyOf(decided);
  }

  private static boolean readsAccount(EarningRule rule, Recorded cause) {
    return rule.multiplied() || rule.streakDays() > 0 || cause.event() instanceof PlanStepDone;
  }

  private Optional<PointsEarned> award(Account account, Recorded cause, CompiledRule compiled) {
    EarningRule rule = compiled.rule();
    int level = account.levelAt(cause.occurredAt());
    BigDecimal multiplier = rule.multiplied() ? programme.tier(level).multiplier() : BigDecimal.ONE;
    List<Part> parts = cause.event() instanceof PurchaseMade purchase
        ? purchaseParts(purchase, compiled, multiplier)
        : fixedPart(account, cause, compiled);
    long points = parts.stream().mapToLong(Part::points).sum();
    if (points == 0) {
      return Optional.empty();
    }
    Lot lot = new Lot(lotId(cause, rule), points, cause.occurredAt(), programme.activeAt(rule, cause.occurredAt()),
        programme.expiresAt(cause.occurredAt()));
    return Optional.of(new PointsEarned(cause.eventId(), cause.type(), cause.eventId(), programme.version(),
        rule.name(), points, multiplier, level, lot, parts, values(account, cause.event()), null));
  }

  /** The same cause and rule give the same lot, whoever decides and how often. */
  private static UUID lotId(Recorded cause, EarningRule rule) {
    return UUID.nameUUIDFromBytes((cause.eventId() + "/" + rule.name()).getBytes(StandardCharsets.UTF_8));
  }

  /** ⌊what the customer paid of the line × rate × multiplier⌋, once per line. */
  private static List<Part> purchaseParts(PurchaseMade purchase, CompiledRule compiled, BigDecimal multiplier) {
    EarningRule rule = compiled.rule();
    List<BigDecimal> paid = paidByCustomer(purchase);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < paid.size(); i++) {
      BigDecimal base = paid.get(i);
      Map<String, String> texts = texts(purchase, purchase.lines().get(i));
      if (compiled.condition().isPresent() && !compiled.condition().get().holds(base, texts)) {
        continue;
      }
      BigDecimal points = rule.rate() != null
          ? base.multiply(rule.rate()).multiply(multiplier)
          : BigDecimal.valueOf(fixed(rule)).multiply(multiplier);
      long whole = points.setScale(0, RoundingMode.FLOOR).longValueExact();
      if (whole > 0) {
        parts.add(new Part(i + 1, base, purchase.currency(), whole, values(texts)));
      }
    }
    return parts;
  }

  /** Only what the customer's own payment covers earns; it is spread over the lines like a refund. */
  static List<BigDecimal> paidByCustomer(PurchaseMade purchase) {
    List<BigDecimal> amounts = purchase.lines().stream().map(Line::amount).map(Amount::value).toList();
    List<Payment> payments = purchase.payments();
    if (payments == null || payments.isEmpty()) {
      return amounts;
    }
    BigDecimal rest = rest(purchase, payments);
    BigDecimal own = payments.stream().filter(payment -> payment.payer() == null || payment.payer().is("self"))
        .map(payment -> payment.amount() == null ? rest : payment.amount().value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Money.spread(own.min(purchase.total()), amounts, purchase.currency());
  }

  /** What a payment without an amount covers: all that the others leave; nothing that is known, where two have none. */
  private static BigDecimal rest(PurchaseMade purchase, List<Payment> payments) {
    long open = payments.stream().filter(payment -> payment.amount() == null).count();
    BigDecimal told = payments.stream().map(payment -> payment.amount() == null ? Amount.ZERO : payment.amount())
        .map(Amount::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    return open == 1 ? purchase.total().subtract(told).max(BigDecimal.ZERO) : BigDecimal.ZERO;
  }

  private List<Part> fixedPart(Account account, Recorded cause, CompiledRule compiled) {
    EarningRule rule = compiled.rule();
    if (compiled.condition().isPresent() && !compiled.condition().get().holds(null, texts(account, cause.event()))) {
      return List.of();
    }
    if (rule.streakDays() > 0 && !completesStreak(account, cause, rule)) {
      return List.of();
    }
    return List.of(new Part(null, null, null, fixed(rule), List.of()));
  }

  /** On each so-many-th local day in a row, at the first sign-in of that day. */
  private boolean completesStreak(Account account, Recorded cause, EarningRule rule) {
    LocalDate day = cause.occurredAt().atZone(programme.zone()).toLocalDate();
    return !account.signedInOn(day, programme.zone())
        && account.streakWith(day, programme.zone()) % rule.streakDays() == 0;
  }

  private static long fixed(EarningRule rule) {
    Long points = rule.points();
    if (points == null) {
      throw new IllegalStateException("rule " + rule.name() + " has a rate, but its interactions have no amount");
    }
    return points;
  }

  private static Map<String, String> texts(PurchaseMade purchase, Line line) {
    return texts("currency", purchase.currency().getCurrencyCode(), "product", line.product(), "businessLine",
        line.businessLine(), "channel", purchase.channel(), "site", purchase.site());
  }

  private static List<Value> values(Account account, CustomerEvent event) {
    return values(texts(account, event));
  }

  private static List<Value> values(Map<String, String> texts) {
    return new TreeMap<>(texts).entrySet().stream()
        .map(text -> new Value(text.getKey(), text.getValue())).toList();
  }

  private static Map<String, String> texts(Account account, CustomerEvent event) {
    return switch (event) {
      case VisitCompleted visit -> texts("kind", visit.kind(), "site", visit.site(), "department", visit.department(),
          "businessLine", visit.businessLine(), "disease", visit.disease());
      case PlanJoined plan -> texts("kind", plan.kind(), "disease", plan.disease(), "plan", plan.planId());
      // A step need not repeat what kind of plan was joined.
      case PlanStepDone plan -> texts("kind", plan.kind() != null ? plan.kind() : account.kindOf(plan.planId()),
          "disease", plan.disease(), "plan", plan.planId());
      case ActivityAttended activity -> texts("kind", activity.kind());
      case SurveyAnswered survey -> texts("department", survey.department());
      case ReviewPosted review -> texts("platform", review.platform());
      case ContentShared share -> texts("channel", share.channel());
      case SigninMade signIn -> texts("channel", signIn.channel());
      default -> Map.of();
    };
  }

  private static Map<String, String> texts(@Nullable Object... namesAndValues) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      switch (namesAndValues[i + 1]) {
        case Code code -> texts.put((String) namesAndValues[i], code.value());
        case Id id -> texts.put((String) namesAndValues[i], id.value());
        case String text -> texts.put((String) namesAndValues[i], text);
        case null, default -> {
          // The interaction does not tell: the condition sees an empty text.
        }
      }
    }
    return texts;
  }
}
