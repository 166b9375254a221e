package io.anamnesis.query.loyalty;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.Programme;

/**
 * Levels given by people, and since when some are given no longer; in whatever order it is told.
 *
 * @param given in order of the instant
 * @param ends in order of the instant
 */
public record GivenLevels(List<Given> given, List<End> ends) {
  static final GivenLevels NONE = new GivenLevels(List.of(), List.of());

  private static final Comparator<Given> GIVEN =
      Comparator.comparing(Given::from).thenComparingLong(Given::position);
  private static final Comparator<End> ENDS = Comparator.comparing(End::at).thenComparing(End::id);

  /**
   * @param programme version by whose terms; null where it was not kept yet
   * @param position of the decision
   */
  public record Given(UUID id, int level, @Nullable String programme, Instant from, Instant until, long position) {
    /** By these it is shown; where none were kept, by those in force when it was given. */
    Programme shownBy(LevelTerms terms) {
      return programme == null ? terms.inForceAt(from, position) : terms.of(programme);
    }

    /** Only what was kept gives what is counted. */
    Holding.Given counted(LevelTerms terms) {
      return new Holding.Given(from, until, level, programme == null ? null : terms.of(programme));
    }
  }

  /** What was given is given no longer. */
  public record End(UUID id, Instant at) {}

  GivenLevels with(TierOverridden one, long position) {
    List<Given> more = new ArrayList<>(given);
    more.add(new Given(one.overrideId(), one.level(), one.programme(), one.from(), one.until(), position));
    more.sort(GIVEN);
    return new GivenLevels(List.copyOf(more), ends);
  }

  GivenLevels without(TierOverrideWithdrawn one) {
    List<End> more = new ArrayList<>(ends);
    more.add(new End(one.overrideId(), one.withdrawnAt()));
    more.sort(ENDS);
    return new GivenLevels(given, List.copyOf(more));
  }

  /** When each was held, of those given until an instant. */
  List<Given> until(Instant instant) {
    List<Given> held = new ArrayList<>();
    for (int i = 0; i < given.size() && !given.get(i).from.isAfter(instant); i++) {
      Given one = given.get(i);
      Instant until = i + 1 < given.size() ? earlier(one.until, given.get(i + 1).from) : one.until;
      for (End end : ends) {
        until = end.id.equals(one.id) ? earlier(until, end.at) : until;
      }
      held.add(new Given(one.id, one.level, one.programme, one.from, until, one.position));
    }
    return held;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The last one given takes the place of those before, also once it is over. */
  @Nullable
  Given at(Instant instant) {
    Given last = null;
    for (Given one : given) {
      last = one.from.isAfter(instant) ? last : one;
    }
    Given held = last;
    return held == null || !held.until.isAfter(instant)
        || ends.stream().anyMatch(end -> end.id.equals(held.id) && !end.at.isAfter(instant)) ? null : held;
  }
}
