package io.anamnesis.query.audit.reconciliation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A signed day held against the ledgers that customers are shown, all together and as of the day's end.
 *
 * @param comparedAt when it was looked at last; null where it never was
 * @param position up to which the ledgers have read the log
 * @param parked customers whose events wait for repair: what their ledgers lack is in the differences
 * @param differences none where all is well
 */
public record Comparison(State state, @Nullable Instant comparedAt, long position, int parked,
    List<Difference> differences) {

  /** Whether there is anything to be held against the day. */
  public enum State {
    COMPARED,
    /** Nobody has asked for it, and the day was signed before this process began. */
    NOT_COMPARED,
    /** The ledgers have not read as far as the day's end. */
    BEHIND
  }

  /**
   * @param what {@code points} or {@code arrears}
   * @param expected as the signed report has it
   * @param found in the ledgers
   */
  public record Difference(String what, long expected, long found) {}

  static final Comparison NONE = new Comparison(State.NOT_COMPARED, null, 0, 0, List.of());

  boolean differs() {
    return !differences.isEmpty();
  }
}
