package io.anamnesis.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rounds of one number of callers; figures are of the steady ones. */
record Series(List<Round> rounds) {
  Series {
    rounds = List.copyOf(rounds);
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
