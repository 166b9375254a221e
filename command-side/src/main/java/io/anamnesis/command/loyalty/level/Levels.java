package io.anamnesis.command.loyalty.level;

import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.Reason;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierOverridden;
import io.anamnesis.events.loyalty.LevelEvent.TierOverrideWithdrawn;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LevelEvent.TierWillExpire;
import io.anamnesis.events.loyalty.LevelEvent.TierWillStay;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Move.Kind;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The course of levels as it was told, and what people said of levels. */
public final class Levels {
  /** In order of their instants. */
  private final List<Told> told = new ArrayList<>();
  /** Instants of warning that were looked at, whether or not there was anything to warn of. */
  private final SortedSet<Instant> looked = new TreeSet<>();
  private Overrides overrides = Overrides.NONE;

  /** @param warnings instants at which it is to be looked whether the level will be kept */
  public record Told(Move move, List<Instant> warnings) {}

  public void reach(TierReached reached) {
    add(Kind.REACHED, reached.from(),
        new Standing(reached.level(), reached.programme(), reached.validUntil(), null, null),
        reached.qualifyingPoints(), reached.reachedAt(), reached.warnings());
  }

  public void revise(TierRevised revised) {
    told.removeIf(one -> !one.move.at().isBefore(revised.from()));
    revised.steps().forEach(step -> add(Kind.REACHED, step.from(),
        new Standing(step.level(), revised.programme(), step.validUntil(), null, null), step.qualifyingPoints(),
        step.reachedAt(), List.of()));
  }

  public void evolve(LevelEvent event) {
    switch (event) {
      case TierRetained one -> add(Kind.RETAINED, one.held().level(), one.held(), one.qualifyingPoints(), one.at(),
          one.warnings());
      case TierGraceBegun one ->
        add(Kind.GRACE_BEGUN, one.held().level(), one.held(), one.qualifyingPoints(), one.at(), List.of());
      case TierKept one ->
        add(Kind.KEPT, one.held().level(), one.held(), one.qualifyingPoints(), one.at(), one.warnings());
      case TierFallSet one ->
        add(Kind.FALL_SET, one.held().level(), one.held(), one.qualifyingPoints(), one.at(), List.of());
      case TierDowngraded one -> add(one.reason() == Reason.CLAWED_BACK ? Kind.FELL : Kind.EXPIRED, one.from(),
          one.held(), one.qualifyingPoints(), one.at(), one.warnings());
      case TierWillExpire warning -> looked.add(warning.at());
      case TierWillStay none -> looked.add(none.at());
      case TierOverridden one -> overrides = overrides.with(one);
      case TierOverrideWithdrawn end -> overrides = overrides.without(end);
      case CircumstanceNoted ignored -> {
        // Is part of what interactions and levels follow from.
      }
    }
  }

  private void add(Kind kind, int from, Standing held, long qualifying, Instant at, List<Instant> warnings) {
    int place = told.size();
    while (place > 0 && told.get(place - 1).move.at().isAfter(at)) {
      place--;
    }
    told.add(place, new Told(new Move(kind, from, held, qualifying, at), warnings));
  }

  /** In order of their instants. */
  public List<Told> told() {
    return told;
  }

  /** Whether anything was told that fell due later. */
  public boolean knowsLaterThan(Instant instant) {
    return !told.isEmpty() && told.getLast().move.at().isAfter(instant);
  }

  public Overrides overrides() {
    return overrides;
  }

  /** As earned, by what was told. */
  public Standing held() {
    return told.isEmpty() ? Standing.FIRST : told.getLast().move.held();
  }

  /** The level held at an instant by what was told, the instant included. */
  public int at(Instant instant) {
    int level = 1;
    for (Told one : told) {
      if (!one.move.at().isAfter(instant)) {
        // Of decisions of earlier days, when no level was lost, a lower one may follow.
        level = one.move.kind() == Kind.REACHED ? Math.max(level, one.move.held().level()) : one.move.held().level();
      }
    }
    return overrides.levelAt(instant, level);
  }

  /** The latest instant of warning that has come and was not looked at. Who was down is not warned twice. */
  public Optional<Instant> warning(Instant now) {
    return told.isEmpty()
        ? Optional.empty()
        : told.getLast().warnings.stream().filter(at -> !at.isAfter(now)).max(Comparator.naturalOrder())
            .filter(at -> !looked.contains(at));
  }
}
