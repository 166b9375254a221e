package io.anamnesis.command.loyalty.level;

import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Levels given by people. One given later takes the place of the one before. */
public record Overrides(List<Given> given) {
  public static final Overrides NONE = new Overrides(List.of());

  /**
   * At least this level is held from an instant on, before another.
   *
   * @param programme version by whose terms; null where it was not kept yet
   */
  public record Given(UUID id, int level, Instant from, Instant until, @Nullable String programme) {
    boolean holdsAt(Instant instant) {
      return !from.isAfter(instant) && until.isAfter(instant);
    }

    private Given until(Instant end) {
      return end.isBefore(until) ? new Given(id, level, from, end, programme) : this;
    }
  }

  public Overrides with(TierOverridden one) {
    List<Given> more = new ArrayList<>();
    given.forEach(before -> more.add(before.until(one.from())));
    more.add(new Given(one.overrideId(), one.level(), one.from(), one.until(), one.programme()));
    return new Overrides(List.copyOf(more));
  }

  public Overrides without(TierOverrideWithdrawn end) {
    return new Overrides(given.stream()
        .map(one -> one.id().equals(end.overrideId()) ? one.until(end.withdrawnAt()) : one).toList());
  }

  public @Nullable Given at(Instant instant) {
    for (Given one : given) {
      if (one.holdsAt(instant)) {
        return one;
      }
    }
    return null;
  }

  /** What is held by who has earned a level. */
  public int levelAt(Instant instant, int earned) {
    Given held = given.isEmpty() ? null : at(instant);
    return held == null ? earned : Math.max(earned, held.level());
  }
}
