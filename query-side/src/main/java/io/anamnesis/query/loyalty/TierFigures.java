package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.query.reading.Words;

/**
 * A level at an instant.
 *
 * @param qualifyingPoints awards of the programme's qualifying months before the instant, pending included
 * @param toNext points that are missing to the next level; null at the top
 * @param toRetain points that would be missing if the level were judged at the instant
 * @param validUntil when the level is to be judged anew; null for level 1, which is never lost
 */
public record TierFigures(int level, long qualifyingPoints, @Nullable Long toNext, long toRetain,
    @Nullable Instant validUntil, List<Benefit> benefits) {

  public record Benefit(String kind, @Nullable BigDecimal percent, @Nullable Integer perYear, Words text) {}

  static Benefit benefit(Programme.Benefit benefit) {
    return new Benefit(benefit.kind(), benefit.percent(), benefit.perYear(), new Words(benefit.text()));
  }
}
