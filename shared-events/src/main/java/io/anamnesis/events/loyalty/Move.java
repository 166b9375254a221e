package io.anamnesis.events.loyalty;

import java.time.Instant;

/**
 * A step on the course of levels.
 *
 * @param from the level held just before
 * @param held what is held from then on
 * @param qualifyingPoints what counted then
 * @param at when it fell due
 */
public record Move(Kind kind, int from, Standing held, long qualifyingPoints, Instant at) {

  /** What kinds of steps there are. */
  public enum Kind {
    /** Up, by one level or several. */
    REACHED,
    /** Judged at the end of validity: enough. */
    RETAINED,
    /** Judged at the end of validity: not enough; it is kept for the days of grace. */
    GRACE_BEGUN,
    /** About to fall, and kept: its threshold was reached again, or what was left of clawed-back points justified it. */
    KEPT,
    /** What it was reached with was clawed back: it will fall at the end of the month. */
    FALL_SET,
    /** Grace is over: one level down. */
    EXPIRED,
    /** Down to the level that was left by points clawed back. */
    FELL
  }

  /** Whether both tell the same course, whatever they were decided on. */
  public boolean tellsAs(Move other) {
    return kind == other.kind && at.equals(other.at) && held.equals(other.held);
  }
}
