package io.anamnesis.events.loyalty;

import io.anamnesis.events.loyalty.Move.Kind;
import io.anamnesis.events.loyalty.Programme.Retention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a level: the rule, for who decides and for who is asked before it was decided. Judged when its validity
 * ends, on the qualifying months before: valid anew, or kept for the days of grace and then one level down. What falls due at
 * an instant comes before whatever else happens at it.
 */
public final class Validity {
  private Validity() {}

  /** What is known of a life up to where something falls due. */
  public interface Known {

    Programme version(String name);

    /** The version by whose terms a level is held anew at an instant. */
    Programme atHand(Standing held, Instant at);

    /** Awards that occurred after an instant and before another. */
    long qualifying(Instant after, Instant before);

    Freeze freeze();
  }

  /** All that falls due by an instant, the instant included. */
  public static List<Move> due(Standing held, Instant to, Known known) {
    List<Move> moves = new ArrayList<>();
    Optional<Move> next = next(held, to, known);
    while (next.isPresent()) {
      moves.add(next.get());
      next = next(next.get().held(), to, known);
    }
    return moves;
  }

  private static Optional<Move> next(Standing held, Instant to, Known known) {
    if (held.programme() == null || held.validUntil() == null) {
      return Optional.empty();
    }
    Programme programme = known.version(held.programme());
    Retention retention = programme.retention();
    if (retention == null) {
      return Optional.empty();
    }
    Instant fall = held.fallsAt() == null ? null : known.freeze().over(held.fallsAt());
    Instant end = held.graceUntil() == null ? held.validUntil() : known.freeze().over(held.graceUntil());
    // Of both at once the fall comes first: it knows no grace, and its level is the one that is justified.
    boolean falls = fall != null && (end == null || !fall.isAfter(end));
    Instant due = falls ? fall : end;
    if (due == null || due.isAfter(to)) {
      return Optional.empty();
    }
    long qualifying = known.qualifying(programme.qualifyingAfter(due), due);
    if (falls) {
      return Optional.of(afterClawback(held, qualifying, due, programme, known));
    }
    return Optional.of(held.graceUntil() == null
        ? judged(held, qualifying, due, programme, retention, known)
        : new Move(Kind.EXPIRED, held.level(),
            Standing.since(due, held.level() - 1, known.atHand(held, due)), qualifying, due));
  }

  private static Move afterClawback(Standing held, long qualifying, Instant due, Programme programme, Known known) {
    int justified = programme.levelFor(qualifying);
    return justified >= held.level()
        ? new Move(Kind.KEPT, held.level(), held.falling(null), qualifying, due)
        : new Move(Kind.FELL, held.level(), Standing.since(due, justified, known.atHand(held, due)), qualifying, due);
  }

  private static Move judged(Standing held, long qualifying, Instant due, Programme programme, Retention retention,
      Known known) {
    if (qualifying < programme.tier(held.level()).threshold()) {
      Instant until = due.atZone(programme.zone()).plusDays(retention.graceDays()).toInstant();
      return new Move(Kind.GRACE_BEGUN, held.level(), held.inGrace(until), qualifying, due);
    }
    Programme anew = known.atHand(held, due);
    return new Move(Kind.RETAINED, held.level(), Standing.valid(held.level(), anew, anew.validAgainUntil(due)),
        qualifying, due);
  }

  /**
   * What an award leads to: up at once, several levels if earned; and out of grace where the threshold is reached again,
   * valid as if the level were reached at that instant.
   *
   * @param qualifying with the award
   */
  public static Optional<Move> reached(Standing held, Instant at, long qualifying, Programme programme) {
    int justified = programme.levelFor(qualifying);
    if (justified > held.level()) {
      return Optional
          .of(new Move(Kind.REACHED, held.level(), Standing.since(at, justified, programme), qualifying, at));
    }
    return held.graceUntil() != null && qualifying >= programme.tier(held.level()).threshold()
        ? Optional.of(new Move(Kind.KEPT, held.level(), Standing.since(at, held.level(), programme), qualifying, at))
        : Optional.empty();
  }

  /**
   * Points that are missing to keep a level when it is judged next, by awards that will still count then.
   *
   * @param sum of the awards after an instant, until the one asked about
   */
  public static long missing(Standing held, Instant at, Programme programme, ToLongFunction<Instant> sum) {
    Instant next = nextJudgement(held, programme);
    return next == null
        ? 0
        : Math.max(0, programme.tier(held.level()).threshold()
            - sum.applyAsLong(programme.qualifyingAfter(next.isBefore(at) ? at : next)));
  }

  private static @Nullable Instant nextJudgement(Standing held, Programme programme) {
    if (programme.retention() == null || held.validUntil() == null) {
      return null;
    }
    // In grace each award is a judgement of its own.
    return Objects.requireNonNullElse(held.fallsAt(), held.validUntil());
  }
}
