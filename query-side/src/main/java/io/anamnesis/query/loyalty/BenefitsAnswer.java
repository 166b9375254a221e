package io.anamnesis.query.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonValue;

import io.anamnesis.query.reading.Words;

/**
 * {@code GET /customers/{c}/benefits}.
 *
 * @param benefits what the level gives so many times a year, and what was granted for a year that is not over, by kind
 */
public record BenefitsAnswer(String customer, int level, List<Item> benefits, long position) {

  /**
   * A kind of benefit at an instant.
   *
   * @param percent what is taken off; null where the terms tell of none
   * @param granted how often it can be used in its year in all
   * @param used how often it was
   * @param left how often it can be used now; 0 unless it is held
   * @param from first instant of its year
   * @param until first instant after it
   * @param uses of the year, cancelled ones too
   */
  public record Item(String kind, Words text, @Nullable BigDecimal percent, State state, int granted, int used,
      int left, Instant from, Instant until, List<Use> uses) {}

  /** Whether it can be used. */
  public enum State {
    /** The level gives it, and some of it is left. */
    AVAILABLE("available"),
    /** The level gives it, and nothing is left this year. */
    USED_UP("used-up"),
    /** The level that gives it is kept only while there is a stay or an open complaint. */
    FROZEN("frozen"),
    /** The level does not give it any more; reached again within the year, what is left can be used. */
    NOT_HELD("not-held");

    private final String word;

    State(String word) {
      this.word = word;
    }

    /** In answers. */
    @JsonValue
    public String word() {
      return word;
    }
  }

  /**
   * A use.
   *
   * @param percent what was taken off
   * @param cancelledAt null unless it was cancelled
   */
  public record Use(UUID useId, int quantity, @Nullable BigDecimal percent, Instant usedAt, @Nullable String reference,
      @Nullable String visitId, @Nullable Instant cancelledAt) {}
}
