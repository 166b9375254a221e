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
 * @param toRetain points that are missing to keep the level when it is judged next, by awards that will still count then
 * @param validUntil when the level is judged anew, or a person's word for it ends; null for level 1, which is never lost
 * @param graceUntil its validity has ended, and it is kept until then for the threshold to be reached again; else null
 * @param fallsAt points that it was reached with were clawed back: it falls then unless what is left justifies it; else null
 * @param frozen no level falls now, as there is a stay in hospital or an open complaint
 */
public record TierFigures(int level, long qualifyingPoints, @Nullable Long toNext, long toRetain,
    @Nullable Instant validUntil, @Nullable Instant graceUntil, @Nullable Instant fallsAt, boolean frozen,
    List<Benefit> benefits) {

  public record Benefit(String kind, @Nullable BigDecimal percent, @Nullable Integer perYear, Words text) {}

  static Benefit benefit(Programme.Benefit benefit) {
    return new Benefit(benefit.kind(), benefit.percent(), benefit.perYear(), new Words(benefit.text()));
  }
}
