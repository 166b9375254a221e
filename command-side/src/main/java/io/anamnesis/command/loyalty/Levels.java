package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.Step;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The levels that were told to be reached. */
final class Levels {
  private final List<Held> steps = new ArrayList<>();

  /** A level, and from when on it was held. */
  record Held(Instant at, int level) {}

  void reach(TierReached reached) {
    add(new Held(reached.reachedAt(), reached.level()));
  }

  void revise(TierRevised revised) {
    steps.removeIf(step -> !step.at().isBefore(revised.from()));
    for (Step step : revised.steps()) {
      add(new Held(step.reachedAt(), step.level()));
    }
  }

  private void add(Held step) {
    int place = steps.size();
    while (place > 0 && steps.get(place - 1).at().isAfter(step.at())) {
      place--;
    }
    steps.add(place, step);
  }

  /** The highest level reached until an instant, the instant included. */
  int at(Instant instant) {
    int level = 1;
    for (Held step : steps) {
      if (!step.at().isAfter(instant)) {
        level = Math.max(level, step.level());
      }
    }
    return level;
  }

  /** In order of their instants. */
  List<Held> steps() {
    return steps;
  }
}
