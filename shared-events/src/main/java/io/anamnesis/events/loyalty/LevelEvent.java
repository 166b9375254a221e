package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Decision;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a level after it was reached: each step with what is held from then on, dated by the instant at which it
 * fell due, whenever it is recorded. {@code warnings} are the instants at which the customer is to be warned; none that had
 * passed when the cause was recorded.
 */
public sealed interface LevelEvent extends LoyaltyEvent {

  /** When it fell due, or was said. */
  Instant at();

  /** Judged at the end of its validity and found earned: valid anew. */
  @Decision("loyalty.tier-retained")
  record TierRetained(Standing held, long qualifyingPoints, Instant retainedAt, List<Instant> warnings)
      implements
        LevelEvent {
    @Override
    public Instant at() {
      return retainedAt;
    }
  }

  /** Judged at the end of its validity and not earned anew: level and multiplier are kept for the days of grace. */
  @Decision("loyalty.tier-grace-begun")
  record TierGraceBegun(Standing held, long qualifyingPoints, Instant begunAt) implements LevelEvent {
    @Override
    public Instant at() {
      return begunAt;
    }
  }

  /**
   * A level that was about to fall is kept: its threshold was reached again within grace, and it is valid as if it were
   * reached now; or what is left of clawed-back points justifies it, and it stays as valid as it was.
   */
  @Decision("loyalty.tier-kept")
  record TierKept(Standing held, long qualifyingPoints, Instant keptAt, List<Instant> warnings) implements LevelEvent {
    @Override
    public Instant at() {
      return keptAt;
    }
  }

  /**
   * A refund took points without which the level would not have been reached: it falls at the end of the refund's month.
   *
   * @param qualifyingPoints what is left of those that it was reached with
   */
  @Decision("loyalty.tier-fall-set")
  record TierFallSet(Standing held, long qualifyingPoints, Instant setAt) implements LevelEvent {
    @Override
    public Instant at() {
      return setAt;
    }
  }

  /** A level is lost. */
  @Decision("loyalty.tier-downgraded")
  record TierDowngraded(int from, Standing held, Reason reason, long qualifyingPoints, Instant downgradedAt,
      List<Instant> warnings) implements LevelEvent {
    @Override
    public Instant at() {
      return downgradedAt;
    }
  }

  /** Why a level is lost. */
  enum Reason {
    /** Grace went by without the points that it takes. */
    NOT_EARNED_ANEW,
    /** The points that it was reached with were clawed back. */
    CLAWED_BACK
  }

  /**
   * A warning: as things stand the level will not be kept.
   *
   * @param missing points that it takes to keep it, by awards that count at the end of validity
   */
  @Decision("loyalty.tier-will-expire")
  record TierWillExpire(int level, Instant validUntil, long missing, Instant warnedAt) implements LevelEvent {
    @Override
    public Instant at() {
      return warnedAt;
    }
  }

  /** It was time to warn, and there is no reason to: as things stand the level will be kept. */
  @Decision("loyalty.tier-will-stay")
  record TierWillStay(int level, Instant validUntil, Instant lookedAt) implements LevelEvent {
    @Override
    public Instant at() {
      return lookedAt;
    }
  }

  /**
   * A stay in hospital or a complaint begins or ends: meanwhile no level falls. Told again, with the same cause, when it is
   * corrected.
   *
   * @param cause event id of the fact
   * @param because event id of the fact that led to it: the cause itself, unless something corrected it
   * @param programme version that decided how long a complaint holds a fall off
   * @param reference of the stay or the complaint
   * @param position of the cause in the log
   * @param toldAt position of the last word on it: its own, or that of a correction
   * @param until a complaint holds a fall off so long at most; null of all else
   */
  @Decision("loyalty.circumstance-noted")
  record CircumstanceNoted(UUID cause, String causeType, UUID because, String programme, Kind kind, String reference,
      Instant occurredAt, long position, long toldAt, @Nullable Instant until) implements LevelEvent {

    /** What begins or ends. */
    public enum Kind {
      ADMITTED, DISCHARGED, FILED, RESOLVED
    }

    @Override
    public Instant at() {
      return occurredAt;
    }
  }

  /**
   * A person gives a level: at least that one is held, from {@code from} on, before {@code until}. It takes the place of one
   * given before.
   *
   * @param programme version by whose terms it is held; null where it was not kept yet
   */
  @Decision(value = "loyalty.tier-overridden", revision = 2)
  record TierOverridden(UUID overrideId, int level, @Nullable String programme, Instant from, Instant until,
      @Personal(STAFF_REASON) Sealed reason, StaffId by) implements LevelEvent {
    @Override
    public Instant at() {
      return from;
    }
  }

  /** A level given by a person is given no longer: what is earned is held. */
  @Decision("loyalty.tier-override-withdrawn")
  record TierOverrideWithdrawn(UUID overrideId, Instant withdrawnAt, @Personal(STAFF_REASON) Sealed reason, StaffId by)
      implements
        LevelEvent {
    @Override
    public Instant at() {
      return withdrawnAt;
    }
  }
}
