package io.anamnesis.projections;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the lines of a journal add up to, all subjects together.
 *
 * @param sums one for each member that was asked for; all zero where the lines do not go as far as was asked for
 * @param position up to which every event of the log is in the lines
 * @param parked keys whose events wait for repair: lines of theirs may be missing
 */
public record LineSums(List<BigDecimal> sums, long position, int parked) {
  public LineSums {
    sums = List.copyOf(sums);
  }
}
