package io.anamnesis.command.loyalty.whatif;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a draft programme would have given over all history, beside what was really given.
 *
 * @param position the log up to here was decided anew
 * @param at levels are those of this instant
 * @param inForce version of the programme in force
 * @param draft version of the draft
 * @param points given in all
 * @param rules points by rule, by name; a rule that only one of the two has gives 0 under the other
 * @param tiers customers by the level that they have and would have; those who stay, too
 * @param distribution customers by how many points more or fewer they would have, ascending
 * @param winners who would win most, at most ten
 * @param losers who would lose most, at most ten
 * @param cost what the draft would have cost more than was given; negative: less
 */
public record WhatIfOutcome(long position, Instant at, String inForce, String draft, Customers customers, Points points,
    List<RuleTotal> rules, List<TierMove> tiers, List<Bucket> distribution, List<Example> winners, List<Example> losers,
    Cost cost) {

  /**
   * Customers by what would become of their points.
   *
   * @param leftOut those with an interaction that could not be decided: it waits, or cannot be read
   */
  public record Customers(long compared, long winning, long losing, long unchanged, long leftOut) {}

  public record Points(long before, long after) {}

  public record RuleTotal(String rule, long before, long after) {}

  public record TierMove(int from, int to, long customers) {}

  /**
   * Customers whose points would change by {@code from} to {@code to}, both inclusive.
   *
   * @param from null: any number less
   * @param to null: any number more
   */
  public record Bucket(@Nullable Long from, @Nullable Long to, long customers) {}

  /** @param customer pseudonym */
  public record Example(String customer, long pointsBefore, long pointsAfter, int levelBefore, int levelAfter) {}

  /** In points: a programme does not say what a point is worth. */
  public record Cost(long points) {}
}
