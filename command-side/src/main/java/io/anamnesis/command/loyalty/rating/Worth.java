package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Bought;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Remaining;
import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a rule gives for an interaction by itself, whatever else happened: caps and streaks come after. */
final class Worth {
  private Worth() {}

  /**
   * The parts of an award, those without points too.
   *
   * @param remaining of a purchase's lines; null of every other interaction
   */
  static List<Part> parts(Rule rule, Cause cause, List<Value> seen, @Nullable Remaining remaining,
      BigDecimal multiplier) {
    Bought bought = cause.bought();
    if (bought == null || remaining == null) {
      Long points = rule.data().points();
      return points != null && rule.applies(null, seen)
          ? List.of(new Part(null, null, null, null, points, List.of()))
          : List.of();
    }
    List<Part> parts = new ArrayList<>(bought.lines().size());
    for (int i = 0; i < bought.lines().size(); i++) {
      Bought.Line line = bought.lines().get(i);
      BigDecimal rest = remaining.amounts().get(i);
      BigDecimal own = ownOf(line, rest);
      parts.add(new Part(i + 1, amountBeside(own, rest), own, bought.currency(),
          points(rule, line, rest, own, multiplier), line.values()));
    }
    return List.copyOf(parts);
  }

  static long sum(List<Part> parts) {
    long sum = 0;
    for (Part part : parts) {
      sum += part.points();
    }
    return sum;
  }

  /** ⌊what the customer paid of the line × rate × multiplier⌋, once per line. */
  private static long points(Rule rule, Bought.Line line, BigDecimal rest, BigDecimal own, BigDecimal multiplier) {
    boolean refundedWhole = rest.signum() == 0 && line.amount().signum() > 0;
    if (refundedWhole || !rule.applies(own, line.values())) {
      return 0;
    }
    BigDecimal rate = rule.data().rate();
    Long fixed = rule.data().points();
    if (rate == null) {
      return fixed == null ? 0 : whole(BigDecimal.valueOf(fixed).multiply(multiplier));
    }
    // The own part of what remains need not be a finite decimal: it is multiplied before it is divided.
    return rest.compareTo(line.amount()) == 0
        ? whole(own.multiply(rate).multiply(multiplier))
        : line.own().multiply(rest).multiply(rate).multiply(multiplier).divideToIntegralValue(line.amount())
            .longValueExact();
  }

  private static long whole(BigDecimal points) {
    return points.setScale(0, RoundingMode.FLOOR).longValueExact();
  }

  /** The own part shrinks in proportion to the line. */
  private static BigDecimal ownOf(Bought.Line line, BigDecimal rest) {
    if (rest.compareTo(line.amount()) == 0) {
      return line.own();
    }
    return line.own().compareTo(line.amount()) == 0
        ? rest
        : line.own().multiply(rest).divide(line.amount(), MathContext.DECIMAL64);
  }

  private static @Nullable BigDecimal amountBeside(BigDecimal own, BigDecimal amount) {
    return own.compareTo(amount) == 0 ? null : amount;
  }
}
