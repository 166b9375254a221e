package io.anamnesis.projections;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a projection is getting on.
 *
 * @param version of the code
 * @param position the last position read by the rows that answer; while the first rows are built, by those
 * @param lag events of the log behind which {@code position} is
 * @param rate events of the log passed per second, lately
 * @param eta of a rebuild: time left at that rate; null where nothing is rebuilt or no rate is known
 * @param lastError class and place of the last failure, never a message; null when all is well
 * @param parked keys that are parked
 */
public record ProjectionStatus(String name, int version, State state, long position, long lag, double rate,
    @Nullable Duration eta, @Nullable String lastError, int parked) {

  /** What the followers of a projection are doing. */
  public enum State {
    LIVE, REBUILDING, COMPARING, PAUSED, FAILED;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
