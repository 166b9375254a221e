package io.anamnesis.projections;

/** What was asked of a projection is not possible as things are; nothing was changed. */
public final class ProjectionRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why not. */
  public enum Reason {
    /** This version's code does not run here: offer it first. */
    UNKNOWN_VERSION("this version does not run here"),
    /** Other rows are being built beside, or wait for their swap: swap or cancel these first. */
    ALREADY_UNDER_WAY("other rows are being built beside or wait for their swap: swap or cancel these first"),
    /** Nothing is being built beside, and nothing waits for a swap. */
    NO_CANDIDATE("nothing is being built and nothing waits for a swap: backfill or rebuild first"),
    /** The candidate has not read the whole log yet: try again later. */
    NOT_LEVEL("the candidate has not caught up with the log yet: wait until it is comparing"),
    /** Nothing answers yet that a candidate could be compared with. */
    NOTHING_LIVE("no rows answer yet"),
    /** Nothing has been swapped out lately, or its time is over. */
    NO_STANDBY("there is no version to go back to: none was swapped out, or its time is over"),
    /** No process keeps the rows level with the log, as where none runs the code of their version, or it is too slow. */
    NOT_KEPT_LEVEL("the rows of that version are not kept level: let a process run its code, or try again in a moment"),
    /** What was compared does not answer any more. */
    SWAPPED_MEANWHILE("other rows answer now than when the comparison began: compare again");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  ProjectionRefused(String projection, Reason reason) {
    super("projection " + projection + ": " + reason.words);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
