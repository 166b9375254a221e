package io.anamnesis.command.loyalty.account;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.loyalty.LedgerEvent.PointsAdjusted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How many points each person adjusted on an account without a second one, of late: many small adjustments must not be a way
 * round the limit. Changed only by {@link #evolve}.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
public final class BookedAlone {
  /** A version of the programme may have another zone: two days of instants hold the local day of the newest in any. */
  private static final Duration KEPT = Duration.ofDays(2);
  /** Days begin on a quarter of an hour, wherever: so long may be added up without asking for the zone. */
  private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

  private final List<Sum> sums = new ArrayList<>();

  /** @param points given and taken, in the quarter of an hour that begins at an instant */
  record Sum(StaffId by, Instant from, long points) {
    private boolean isOf(StaffId person, Instant quarter) {
      return by.equals(person) && from.equals(quarter);
    }
  }

  public void evolve(PointsAdjusted made, Instant at) {
    if (made.approvedBy() != null) {
      return;
    }
    Instant quarter = Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), QUARTER) * QUARTER);
    long before = sums.stream().filter(sum -> sum.isOf(made.by(), quarter)).mapToLong(Sum::points).sum();
    sums.removeIf(sum -> sum.isOf(made.by(), quarter) || sum.from().isBefore(quarter.minus(KEPT)));
    sums.add(new Sum(made.by(), quarter, Math.addExact(before, Math.abs(made.points()))));
  }

  /** Points of a person on the local day of an instant, given and taken. */
  long onDayOf(Instant at, ZoneId zone, StaffId by) {
    return sums.stream().filter(sum -> sum.by().equals(by))
        .filter(sum -> sum.from().atZone(zone).toLocalDate().equals(at.atZone(zone).toLocalDate()))
        .mapToLong(Sum::points).sum();
  }
}
