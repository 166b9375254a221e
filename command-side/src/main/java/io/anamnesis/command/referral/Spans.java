package io.anamnesis.command.referral;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When something was so, by the facts that began and ended it. */
final class Spans {
  private final List<Turn> turns = new ArrayList<>();

  private record Turn(Moment moment, boolean on) {}

  void turn(Moment moment, boolean on) {
    turns.add(new Turn(moment, on));
  }

  /** Of what either says. */
  Spans and(Spans other) {
    Spans both = new Spans();
    both.turns.addAll(turns);
    both.turns.addAll(other.turns);
    return both;
  }

  /** Whether it was so at an instant, or came to be before the end. */
  boolean isWithin(Instant from, Instant end) {
    boolean on = false;
    for (Turn turn : turns.stream().sorted(Comparator.comparing(Turn::moment)).toList()) {
      if (turn.moment.at().isAfter(from)) {
        if (on || (turn.on && turn.moment.at().isBefore(end))) {
          return true;
        }
      } else {
        on = turn.on;
      }
    }
    return on;
  }
}
