package io.anamnesis.command.loyalty.rating;

import io.anamnesis.command.loyalty.programme.ProgrammeRules.Rule;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Local days in a row on which a rule's interaction happened, whether it earned or not. */
final class Streaks {
  private final Map<String, Run> runs = new HashMap<>();

  private record Run(LocalDate last, int days) {
    @Nullable
    Run with(LocalDate day) {
      return day.isAfter(last) ? new Run(day, day.equals(last.plusDays(1)) ? days + 1 : 1) : null;
    }
  }

  /** On each so-many-th day in a row, at the first interaction of that day. */
  boolean completes(Rule rule, LocalDate day) {
    Run run = runs.get(rule.name());
    Run now = run == null ? new Run(day, 1) : run.with(day);
    return now != null && now.days() % rule.data().streakDays() == 0;
  }

  void take(Rule rule, LocalDate day) {
    Run run = runs.get(rule.name());
    Run now = run == null ? new Run(day, 1) : run.with(day);
    if (now != null) {
      runs.put(rule.name(), now);
    }
  }
}
