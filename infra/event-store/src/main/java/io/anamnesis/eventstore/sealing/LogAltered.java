package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogHole;

/**
 * What is in the database is not what was sealed. Nothing is signed any more then: a signature over an altered past would make it
 * the truth. Never gets better by itself.
 */
public final class LogAltered extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What does not fit. */
  public enum Finding {
    /** Events are missing: at the end that a checkpoint covers, or before others that are there. */
    EVENTS_MISSING,
    /** An event is not the one that was sealed at its position. */
    EVENT_DIFFERS,
    /** The tiles do not hold as many hashes as the last checkpoint covers, or not those of its root. */
    TILES_DIFFER,
    /** The last checkpoint is not signed by this key. */
    OTHER_KEY,
    /** Checkpoints are missing, or another root stands in the place of one, that this process's own memory holds. */
    CHECKPOINT_DIFFERS,
    /** The log's statements in the database are not those that are kept beside its key. */
    STATEMENTS_DIFFER,
    /** A report of a day is not one that the log has signed, or not of the tree that its checkpoints tell. */
    DAY_REPORT_DIFFERS
  }

  private final Finding finding;
  private final long position;

  /** @param position the first that is known to be concerned; where it is not known, the last that should be in order */
  LogAltered(Finding finding, long position, String what) {
    super(what);
    this.finding = finding;
    this.position = position;
  }

  /** An event is missing before others that are there. */
  public static LogAltered of(LogHole hole) {
    return new LogAltered(Finding.EVENTS_MISSING, hole.position(),
        "position " + hole.position() + " is missing in the log, and there are later ones");
  }

  public Finding finding() {
    return finding;
  }

  public long position() {
    return position;
  }
}
