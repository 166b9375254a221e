package io.anamnesis.command.customer;

import com.fasterxml.jackson.annotation.JsonValue;
import io.anamnesis.events.customer.Retention;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What was done where to forget a person, and what waits for what. An answer, never recorded: it is told from the log and from how
 * far the read models are, whenever it is asked for.
 *
 * @param state of what this system does by itself: done, waiting, or held by a legal hold
 * @param record how long the record is kept, as last judged
 */
public record Receipt(String customer, Instant requestedAt, State state, Kept record, List<Place> places) {

  /** How far it is. */
  public enum State {
    DONE, WAITING, HELD,
    /** It stays, as it tells nobody who the person is, or as it must. */
    KEPT;

    @JsonValue
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How long the record is kept.
   *
   * @param basis never-visited, outpatient-visit or stay
   */
  public record Kept(String basis, @Nullable Instant since, @Nullable Instant until) {
    static Kept of(Retention retention) {
      return new Kept(retention.basis().name().toLowerCase(Locale.ROOT).replace('_', '-'), retention.since(),
          retention.until());
    }
  }

  /**
   * Somewhere that personal data is, or was.
   *
   * @param place a stable code
   * @param what in the reader's language
   * @param at when it was done
   * @param until what it waits for, where that is an instant
   * @param note in the reader's language
   */
  public record Place(String place, String what, State state, @Nullable Instant at, @Nullable Instant until,
      String note) {}
}
