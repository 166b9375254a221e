package io.anamnesis.query.loyalty;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /customers/{c}/memberships}.
 *
 * @param memberships by their ids
 */
public record MembershipsAnswer(String customer, List<Item> memberships, long position) {

  /**
   * A membership at an instant.
   *
   * @param state {@code future}, {@code active}, {@code due}, {@code lapsed} or {@code ended}
   * @param validUntil the last day of its last term; null if it has none
   * @param dueFrom from this day on it is due for renewal; null if it is not paid, or never ends
   * @param renewals how often it was renewed
   * @param terms in their order, the first with which it was started
   */
  public record Item(String membershipId, @Nullable Code kind, @Nullable Code plan, String state,
      @Nullable LocalDate validFrom, @Nullable LocalDate validUntil, @Nullable LocalDate dueFrom,
      @Nullable Instant endedAt, int renewals, List<Term> terms) {}

  /** @param boughtAt when it was bought or renewed */
  public record Term(@Nullable LocalDate validFrom, @Nullable LocalDate validUntil, Instant boughtAt,
      @Nullable Amount fee, @Nullable String currency) {}
}
