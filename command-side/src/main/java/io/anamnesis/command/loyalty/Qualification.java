package io.anamnesis.command.loyalty;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.Step;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Points that count for a level on the way through a life, and the levels reached: at once, several if earned, at the
 * instant at which the threshold was crossed. What a refund takes counts no longer from then on, at the award; a level held
 * stays.
 */
final class Qualification {
  private final Deque<Counted> window = new ArrayDeque<>();
  private final List<Step> steps = new ArrayList<>();
  private long sum;
  private int level = 1;

  /** An award that counts. */
  static final class Counted {
    private final Instant at;
    private long points;
    private boolean gone;

    private Counted(Instant at, long points) {
      this.at = at;
      this.points = points;
    }
  }

  int level() {
    return level;
  }

  List<Step> steps() {
    return steps;
  }

  /** The level that so many more points at an instant lead to; it is not before any award counted so far. */
  Optional<Step> stepAt(Instant at, long points, Programme programme) {
    if (points == 0) {
      return Optional.empty();
    }
    Instant after = programme.qualifyingAfter(at);
    long qualifying = sum + points;
    for (Iterator<Counted> oldest = window.iterator(); oldest.hasNext();) {
      Counted award = oldest.next();
      if (award.at.isAfter(after)) {
        break;
      }
      qualifying -= award.points;
    }
    int justified = programme.levelFor(qualifying);
    return justified > level
        ? Optional.of(new Step(level, justified, qualifying, at, programme.validUntil(at)))
        : Optional.empty();
  }

  Counted take(Instant at, long points, Programme programme) {
    stepAt(at, points, programme).ifPresent(step -> {
      steps.add(step);
      level = step.level();
    });
    Instant after = programme.qualifyingAfter(at);
    while (!window.isEmpty() && !window.getFirst().at.isAfter(after)) {
      Counted left = window.removeFirst();
      left.gone = true;
      sum -= left.points;
    }
    Counted counted = new Counted(at, points);
    window.addLast(counted);
    sum += points;
    return counted;
  }

  /** An award is worth so much now. */
  void count(Counted award, long points) {
    if (!award.gone) {
      sum += points - award.points;
    }
    award.points = points;
  }
}
