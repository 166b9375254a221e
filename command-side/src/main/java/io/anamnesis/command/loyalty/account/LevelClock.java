package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LevelEvent;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted;
import io.anamnesis.events.loyalty.LevelEvent.CircumstanceNoted.Kind;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.Step;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.jspecify.annotations.Nullable;

/**
 * Levels whose validity ends, whose grace is over, that fall at the end of a month, and instants of warning. A timetable of
 * its own, so that levels told before there was any judgement are read from the beginning of the log.
 * <p>
 * What makes another course of a level, or lets a fall take place that waited, is looked at at once: the instant at which it
 * was due may have gone by with nothing to decide, and nobody would come back to it.
 */
public final class LevelClock implements Timetable {
  private static final String NAME = "level-clock";

  private final Wakes wakes;

  public LevelClock(CommandBus commands) {
    this.wakes = new Wakes(commands, NAME);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(TierReached.class, TierRevised.class, LevelEvent.class, InteractionWithdrawn.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    return switch (event.event()) {
      case TierReached reached -> with(reached.warnings(), reached.validUntil());
      case TierRevised revised ->
        Stream.concat(Stream.of(revised.from()), revised.steps().stream().map(Step::validUntil)).toList();
      case InteractionWithdrawn gone when Circumstance.TYPES.contains(gone.causeType()) -> List.of(event.occurredAt());
      case TierRetained retained -> dues(retained.held(), retained.warnings());
      case TierGraceBegun grace -> dues(grace.held(), List.of());
      case TierKept kept -> dues(kept.held(), kept.warnings());
      case TierFallSet fall -> dues(fall.held(), List.of());
      case TierDowngraded lower -> dues(lower.held(), lower.warnings());
      case CircumstanceNoted noted -> with(mayEndLate(noted) ? List.of(noted.at()) : List.of(), noted.until());
      default -> List.of();
    };
  }

  /** What ends may be told after what it held off was due; and what was corrected may have held off what it does no longer. */
  private static boolean mayEndLate(CircumstanceNoted noted) {
    return noted.kind() == Kind.DISCHARGED || noted.kind() == Kind.RESOLVED || noted.toldAt() > noted.position();
  }

  private static List<Instant> dues(Standing held, List<Instant> warnings) {
    return with(warnings, held.fallsAt(), held.graceUntil() == null ? held.validUntil() : held.graceUntil());
  }

  private static List<Instant> with(List<Instant> warnings, @Nullable Instant... ends) {
    return Stream.concat(warnings.stream(), Stream.of(ends).filter(Objects::nonNull)).toList();
  }

  @Override
  public void wake(String key, Instant now) {
    wakes.decide(key, new LevelCommand.Sweep(new CustomerId(key), now));
  }
}
