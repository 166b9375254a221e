package io.anamnesis.projections;

import java.time.Duration;

/**
 * Read your writes: waits until a view reflects a position of the log and everything that policies derived from it. Reads
 * the tokens from the database, so that it works wherever followers and policies run.
 */
public final class Freshness {

  /** Whether a view has got as far as was asked. */
  public sealed interface Result {}

  /** It has. */
  public record Fresh() implements Result {}

  /**
   * It has not, in the time given.
   *
   * @param behind name of the view or policy that is behind
   * @param lag events by which it is
   */
  public record Stale(String behind, long lag) implements Result {}

  /**
   * Waits for the policies, stage by stage, then for the view.
   *
   * @param token a position, as of a {@code Consistency-Token}
   */
  public Result await(Projection<?, ?> view, long token, Duration limit) {
    throw new UnsupportedOperationException();
  }

  /** Waits for the policies alone: enough for what is read straight from the log. */
  public Result awaitPolicies(long token, Duration limit) {
    throw new UnsupportedOperationException();
  }
}
