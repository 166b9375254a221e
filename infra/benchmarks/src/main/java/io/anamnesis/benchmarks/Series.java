package io.anamnesis.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Rounds of one number of callers, or the like; figures are of the steady ones. */
record Series(List<Round> rounds) {
  Series {
    rounds = List.copyOf(rounds);
  }

  /** Those of one subject. */
  Series of(String subject) {
    List<Round> own = rounds.stream().filter(round -> round.subject().equals(subject)).toList();
    if (own.isEmpty()) {
      throw new IllegalArgumentException(subject + " was not measured");
    }
    return new Series(own);
  }

  long thrownAway() {
    return rounds.stream().filter(round -> !round.isSteady()).count();
  }

  long kept() {
    return rounds.size() - thrownAway();
  }

  Spread spread(ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().filter(Round::isSteady).map(figure::applyAsDouble).toList());
  }
}
