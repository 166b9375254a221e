package io.anamnesis.command.loyalty.level;

import io.anamnesis.command.loyalty.level.Levels.Told;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.LevelEvent.Reason;
import io.anamnesis.events.loyalty.LevelEvent.TierFallSet;
import io.anamnesis.events.loyalty.LevelEvent.TierGraceBegun;
import io.anamnesis.events.loyalty.LevelEvent.TierKept;
import io.anamnesis.events.loyalty.LevelEvent.TierDowngraded;
import io.anamnesis.events.loyalty.LevelEvent.TierRetained;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Move.Kind;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.RatingEvent.TierRevised;
import io.anamnesis.events.loyalty.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * What is to be told of levels: steps that were not told yet; and where one that was told is not so any more, that, and the
 * course from there on anew.
 *
 * @param because event id of the fact that led to it; of what time alone brought about, of the last one before
 * @param knownAt when that was recorded: nobody is warned at an instant that had passed by then
 */
public record LevelNews(UUID because, Instant knownAt, Function<String, ProgrammeRules> versions) {

  /** @param moves the whole course up to all that was told */
  public List<LoyaltyEvent> of(List<Move> moves, List<Told> told) {
    int same = 0;
    while (same < moves.size() && same < told.size() && moves.get(same).tellsAs(told.get(same).move())) {
      same++;
    }
    if (same == told.size()) {
      return moves.subList(same, moves.size()).stream().map(this::event).toList();
    }
    Instant from = told.get(same).move().at();
    if (same < moves.size() && moves.get(same).at().isBefore(from)) {
      from = moves.get(same).at();
    }
    Standing before = same == 0 ? Standing.FIRST : moves.get(same - 1).held();
    List<LoyaltyEvent> events = new ArrayList<>();
    events.add(new TierRevised(because, Objects.requireNonNull(told.get(same).move().held().programme()), from,
        before.level(), List.of()));
    for (Move move : moves) {
      if (!move.at().isBefore(from)) {
        events.add(event(move));
      }
    }
    return events;
  }

  private LoyaltyEvent event(Move move) {
    Standing held = move.held();
    long points = move.qualifyingPoints();
    return switch (move.kind()) {
      case REACHED -> new TierReached(because, Objects.requireNonNull(held.programme()), move.from(), held.level(),
          points, move.at(), Objects.requireNonNull(held.validUntil()), warnings(held));
      case RETAINED -> new TierRetained(held, points, move.at(), warnings(held));
      case GRACE_BEGUN -> new TierGraceBegun(held, points, move.at());
      case KEPT -> new TierKept(held, points, move.at(), warnings(held));
      case FALL_SET -> new TierFallSet(held, points, move.at());
      case EXPIRED, FELL -> new TierDowngraded(move.from(), held,
          move.kind() == Kind.FELL ? Reason.CLAWED_BACK : Reason.NOT_EARNED_ANEW, points, move.at(), warnings(held));
    };
  }

  private List<Instant> warnings(Standing held) {
    Instant end = held.validUntil();
    Programme programme = versions.apply(Objects.requireNonNull(held.programme())).programme();
    if (end == null || held.graceUntil() != null || programme.retention() == null) {
      return List.of();
    }
    return programme.retention().warningDays().stream()
        .map(days -> end.atZone(programme.zone()).minusDays(days).toInstant()).filter(at -> at.isAfter(knownAt))
        .sorted()
        .toList();
  }
}
