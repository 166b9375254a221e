package io.anamnesis.command.loyalty.level;

import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.level.Qualification.Counted;
import io.anamnesis.command.loyalty.programme.ProgrammeRules;
import io.anamnesis.events.loyalty.Freeze;
import io.anamnesis.events.loyalty.Move;
import io.anamnesis.events.loyalty.Move.Kind;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Standing;
import io.anamnesis.events.loyalty.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The level on the way through a life: reached, judged, kept and lost. What is asked of the next happening changes nothing;
 * {@link #go} goes on. What falls due before it is taken first, whether or not anybody has recorded it.
 */
public final class Tenure {
  private final Function<String, ProgrammeRules> versions;
  private final Qualification awards = new Qualification();
  private final List<Move> moves = new ArrayList<>();
  private Place place = new Place(Standing.FIRST, Freeze.NONE, Foundation.NONE);
  private @Nullable Programme latest;

  /** Where the way has got to. */
  private record Place(Standing held, Freeze freeze, Foundation on) {}

  /**
   * The points that the level was reached or kept with.
   *
   * @param first number of their first award
   * @param end number of the first award after them
   * @param points what is left of them
   * @param needed less is not enough
   */
  private record Foundation(int first, int end, long points, long needed) {
    /** Of what does not rest on points. */
    static final Foundation NONE = new Foundation(0, 0, 0, 0);

    boolean restsOn(Counted award) {
      return award.number() >= first && award.number() < end;
    }

    Foundation less(long taken) {
      return new Foundation(first, end, points - taken, needed);
    }

    boolean holds() {
      return points >= needed;
    }
  }

  /** A way on. */
  public static final class Way {
    private final List<Move> moves = new ArrayList<>();
    private Place place;

    private Way(Place place) {
      this.place = place;
    }

    public Standing held() {
      return place.held;
    }

    /** In order of their instants. */
    public List<Move> moves() {
      return moves;
    }
  }

  public Tenure(Function<String, ProgrammeRules> versions) {
    this.versions = versions;
  }

  /** All steps gone so far. */
  public List<Move> moves() {
    return moves;
  }

  /** Points missing to keep a level at its next judgement, as things stand. */
  public long missing(Standing held, Instant at) {
    return held.programme() == null ? 0 : Validity.missing(held, at, version(held.programme()), awards::after);
  }

  /** What falls due by an instant, the instant included. */
  public Way to(Instant at) {
    Way way = new Way(place);
    due(way, at, 0);
    return way;
  }

  /** What would fall due at an instant, if the stays and complaints that hold it off ended then. */
  public List<Move> heldOff(Instant at) {
    Way way = to(at);
    way.place = new Place(way.held(), way.place.freeze.endingAt(at), way.place.on);
    return way.held().validUntil() == null ? List.of() : Validity.due(way.held(), at, new Life(way));
  }

  /** The next award; of no points where an interaction earned none. */
  public Way award(Instant at, long points, Programme programme) {
    Way way = to(at);
    if (points > 0) {
      Instant after = programme.qualifyingAfter(at);
      Validity.reached(way.held(), at, awards.after(after) + points, programme)
          .ifPresent(move -> step(way, move, 1));
    }
    return way;
  }

  public Way circumstance(Circumstance next) {
    Way way = to(next.at());
    way.place = new Place(way.held(),
        way.place.freeze.with(next.kind(), next.reference(), next.at(), next.until()), way.place.on);
    // A fall that waited for this end takes place with it.
    due(way, next.at(), 0);
    return way;
  }

  /** A refund leaves so much of an award. */
  public Way refund(Instant at, Counted award, long left) {
    Way way = to(at);
    if (!way.place.on.restsOn(award)) {
      return way;
    }
    Foundation on = way.place.on.less(award.points() - left);
    way.place = new Place(way.held(), way.place.freeze, on);
    Standing held = way.held();
    if (held.programme() != null && held.validUntil() != null && held.fallsAt() == null && !on.holds()) {
      Programme programme = version(held.programme());
      if (programme.retention() != null) {
        step(way, new Move(Kind.FALL_SET, held.level(), held.falling(programme.endOfMonth(at)),
            Math.max(0, on.points), at), 0);
      }
    }
    return way;
  }

  void go(Way way) {
    moves.addAll(way.moves);
    place = way.place;
  }

  /** Takes an award, with the way that it leads. */
  public Counted take(Instant at, long points, Programme programme) {
    go(award(at, points, programme));
    latest = programme;
    return awards.take(at, points, programme.qualifyingAfter(at));
  }

  public void take(Circumstance next) {
    go(circumstance(next));
  }

  public void take(Instant at, Counted award, long left) {
    go(refund(at, award, left));
    awards.count(award, left);
  }

  private void due(Way way, Instant to, int more) {
    Instant end = way.held().validUntil();
    if (end != null) {
      Validity.due(way.held(), to, new Life(way)).forEach(move -> step(way, move, more));
    }
  }

  /** @param more awards that are about to be counted */
  private void step(Way way, Move move, int more) {
    Foundation on = switch (move.kind()) {
      case GRACE_BEGUN, FALL_SET -> way.place.on;
      case EXPIRED -> Foundation.NONE;
      case REACHED -> founded(move, move.held(), more);
      case KEPT -> founded(move, more > 0 ? move.held() : way.held(), more);
      // Judged by the terms by which it was held so far.
      case RETAINED, FELL -> founded(move, way.held(), more);
    };
    way.moves.add(move);
    way.place = new Place(move.held(), way.place.freeze, on);
  }

  private Foundation founded(Move move, Standing by, int more) {
    if (by.programme() == null || move.held().level() == 1) {
      return Foundation.NONE;
    }
    Programme programme = version(by.programme());
    return new Foundation(awards.firstAfter(programme.qualifyingAfter(move.at())), awards.size() + more,
        move.qualifyingPoints(), programme.tier(move.held().level()).threshold());
  }

  private Programme version(String name) {
    return versions.apply(name).programme();
  }

  /** What is known up to the next happening: no award is later. */
  private final class Life implements Validity.Known {
    private final Way way;

    Life(Way way) {
      this.way = way;
    }

    @Override
    public Programme version(String name) {
      return Tenure.this.version(name);
    }

    @Override
    public Programme atHand(Standing held, Instant at) {
      return Objects.requireNonNull(latest);
    }

    @Override
    public long qualifying(Instant after, Instant before) {
      return awards.after(after);
    }

    @Override
    public Freeze freeze() {
      return way.place.freeze;
    }
  }
}
