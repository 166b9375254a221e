package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.happening.Seen;
import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import io.anamnesis.events.loyalty.Programme.Cap;
import io.anamnesis.events.loyalty.Programme.MonthlyCap;
import io.anamnesis.events.loyalty.Programme.Period;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What caps have left on the way through a life, which goes forward in time: so of a cap's days and months only the one
 * that is being counted is kept. An award of no points uses nothing up.
 */
final class Caps {
  private final Map<Counter, Count> counts = new HashMap<>();
  private @Nullable YearMonth month;
  private long givenInMonth;

  /** Whose awards are counted together. */
  private record Counter(String rule, String cap, List<String> of) {}

  /** @param when the day or month that is counted; {@code ""} for ever */
  private record Count(Object when, int awards) {}

  /**
   * What caps leave of an award.
   *
   * @param givenBefore by other rules, for the same interaction, as far as the month's cap covers them
   */
  Award cut(Award award, List<Value> seen, LocalDate day, @Nullable MonthlyCap monthly, long givenBefore) {
    for (Cap cap : award.rule().data().caps()) {
      Counter counter = counter(award.rule(), cap, seen);
      if (counter != null) {
        int left = cap.times() - awards(counter, cap, day);
        if (left <= 0) {
          return award.cutTo(0, new LoyaltyEvent.Cap(cap.name(), cap.times(), 0),
              cap.per().isEmpty() ? Reason.CAPPED : Reason.REPEATED);
        }
      }
    }
    if (award.rule().inMonthlyCap() && monthly != null) {
      long given = YearMonth.from(day).equals(month) ? givenInMonth : 0;
      long left = Math.max(0, monthly.points() - given - givenBefore);
      if (award.points() > left) {
        return award.cutTo(left, new LoyaltyEvent.Cap(MonthlyCap.NAME, monthly.points(), left), Reason.CAPPED);
      }
    }
    return award;
  }

  void use(Award award, List<Value> seen, LocalDate day) {
    if (award.points() == 0) {
      return;
    }
    for (Cap cap : award.rule().data().caps()) {
      Counter counter = counter(award.rule(), cap, seen);
      if (counter != null) {
        counts.put(counter, new Count(when(cap.period(), day), awards(counter, cap, day) + 1));
      }
    }
    if (award.rule().inMonthlyCap()) {
      YearMonth its = YearMonth.from(day);
      givenInMonth = its.equals(month) ? givenInMonth + award.points() : award.points();
      month = its;
    }
  }

  private int awards(Counter counter, Cap cap, LocalDate day) {
    Count count = counts.get(counter);
    return count != null && count.when().equals(when(cap.period(), day)) ? count.awards() : 0;
  }

  private static Object when(Period period, LocalDate day) {
    return switch (period) {
      case DAY -> day;
      case MONTH -> YearMonth.from(day);
      case EVER -> "";
    };
  }

  /** Null where the cap does not apply to the interaction. */
  private static @Nullable Counter counter(Rule rule, Cap cap, List<Value> seen) {
    if (cap.without() != null && Seen.text(seen, cap.without()) != null) {
      return null;
    }
    if (cap.per().isEmpty()) {
      return new Counter(rule.name(), cap.name(), List.of());
    }
    List<String> of = new ArrayList<>(cap.per().size());
    for (String name : cap.per()) {
      String text = Seen.text(seen, name);
      if (text == null) {
        return null;
      }
      of.add(text);
    }
    return new Counter(rule.name(), cap.name(), of);
  }
}
