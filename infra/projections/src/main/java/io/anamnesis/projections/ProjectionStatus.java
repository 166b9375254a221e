package io.anamnesis.projections;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is getting on.
 *
 * @param version of the rows that answer; before there are any, of those that are built
 * @param position the last position read by the rows that answer; while the first rows are built, by those
 * @param lag events of the log behind which {@code position} is
 * @param rate events of the log passed per second, lately
 * @param eta of a rebuild: time left of its phase at that rate; null where nothing is rebuilt or no rate is known
 * @param lastError class and place of the last failure, never a message; null when all is well
 * @param parked keys that are parked
 * @param beside what is built beside, or waits for its swap; null where there is nothing
 * @param standby what answered before, while there is a way back to it; null where there is none
 */
public record ProjectionStatus(String name, int version, State state, long position, long lag, double rate,
    @Nullable Duration eta, @Nullable String lastError, int parked, @Nullable Beside beside,
    @Nullable Standby standby) {

  /** What the followers of a projection are doing. */
  public enum State {
    LIVE, REBUILDING,
    /** A candidate is level with the log and waits for its swap, or the live rows are held against a fresh fold. */
    COMPARING,
    /** Followed nowhere in this process. */
    PAUSED, FAILED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How far a build has got. */
  public enum Phase {
    /** Another process builds, or it has not begun. */
    WAITING,
    /** The log is read, and divided by customer. */
    SCANNING,
    /** Lives are folded and written, one after another. */
    WRITING,
    /** Keys and indexes are made. */
    INDEXING,
    /** What was appended meanwhile is folded. */
    CATCHING_UP,
    /** Level with the log. */
    LEVEL;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Rows built beside those that answer.
   *
   * @param swaps whether they take their place by themselves
   * @param position so many events of the log have been read by the scan, then folded and written, and at last by the slowest of
   *     the rows
   * @param parked keys that are parked in them
   */
  public record Beside(int version, Phase phase, boolean swaps, long position, long lag, double rate,
      @Nullable Duration eta, int parked) {}

  /**
   * Rows that answered before.
   *
   * @param until from then on there is no way back
   */
  public record Standby(int version, long position, long lag, Instant until) {}
}
