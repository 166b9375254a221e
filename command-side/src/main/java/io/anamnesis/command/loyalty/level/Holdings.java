package io.anamnesis.command.loyalty.level;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.Holding;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Programme;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The levels that are held on the way through a life, and by whose terms. Everybody's first is held from the first interaction on. */
public final class Holdings {
  private Holdings() {}

  /** The first interaction of a life; null where there is none. */
  public static @Nullable Cause first(List<Happening> life) {
    return life.stream().filter(Cause.class::isInstance).map(Cause.class::cast).findFirst().orElse(null);
  }

  /**
   * @param first interaction of all; null where there is none
   * @param moves in order of their instants
   * @param to what lies after it is not heeded
   */
  public static List<Holding> of(@Nullable Cause first, List<Move> moves, Overrides overrides,
      Function<String, ProgrammeRules> versions, Instant to) {
    List<Holding> earned = new ArrayList<>();
    if (first != null && !first.at().isAfter(to)) {
      earned.add(new Holding(first.at(), 1, versions.apply(first.programme()).programme()));
    }
    for (Move move : moves) {
      if (!move.at().isAfter(to)) {
        earned.add(new Holding(move.at(), move.held().level(), named(move.held().programme(), versions)));
      }
    }
    List<Holding.Given> given = overrides.given().stream().filter(one -> !one.from().isAfter(to))
        .map(one -> new Holding.Given(one.from(), one.until(), one.level(), named(one.programme(), versions))).toList();
    return Holding.of(earned, given);
  }

  private static @Nullable Programme named(@Nullable String version, Function<String, ProgrammeRules> versions) {
    return version == null ? null : versions.apply(version).programme();
  }
}
