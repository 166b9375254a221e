package io.anamnesis.events.loyalty;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.MembershipId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A membership: its terms one after another.
 *
 * @param kind self, insurer, corporate, paid …; null if nobody told
 * @param terms the one that it was started with, and one for each renewal and each further start; at least one
 * @param endedAt when it was ended; null unless that is the last that was told
 */
public record Membership(MembershipId id, @Nullable Code kind, @Nullable Code plan, List<Term> terms,
    @Nullable Instant endedAt) {
  private static final String PAID = "paid";

  public Membership {
    terms = List.copyOf(terms);
  }

  /**
   * A term.
   *
   * @param cause event id of the fact that told it
   * @param from its first day
   * @param until its last day; null if nobody told: a renewal need not
   * @param toldAt when it was bought
   * @param recordedAt when the log took that
   */
  public record Term(UUID cause, @Nullable LocalDate from, @Nullable LocalDate until, Instant toldAt,
      Instant recordedAt,
      @Nullable Amount fee, @Nullable Currency currency) {

    /** The first instant after its last day; null if it has no end. */
    public @Nullable Instant endsAt(ZoneId zone) {
      return until == null ? null : until.plusDays(1).atStartOfDay(zone).toInstant();
    }
  }

  /** How a membership stands. */
  public enum State {
    /** Its first day is to come. */
    FUTURE, ACTIVE,
    /** Paid, active, and in the days before its end. */
    DUE,
    /** Its last day has passed. */
    LAPSED,
    /** It was ended. */
    ENDED
  }

  public boolean isPaid() {
    return kind != null && kind.is(PAID);
  }

  public Term last() {
    return terms.getLast();
  }

  /** How often it was renewed. */
  public int renewals() {
    return terms.size() - 1;
  }

  /**
   * How it stands on a day.
   *
   * @param dueDays so many days before its last one it is due for renewal
   */
  public State on(LocalDate day, int dueDays) {
    LocalDate from = last().from();
    LocalDate until = last().until();
    if (endedAt != null) {
      return State.ENDED;
    }
    if (until != null && day.isAfter(until)) {
      return State.LAPSED;
    }
    if (from != null && day.isBefore(from) && renewals() == 0) {
      return State.FUTURE;
    }
    return isPaid() && until != null && !day.isBefore(until.minusDays(dueDays)) ? State.DUE : State.ACTIVE;
  }
}
