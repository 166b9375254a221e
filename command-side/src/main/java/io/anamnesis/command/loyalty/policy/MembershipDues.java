package io.anamnesis.command.loyalty.policy;

import io.anamnesis.events.loyalty.Membership;
import io.anamnesis.events.loyalty.Membership.Term;
import io.anamnesis.events.loyalty.MembershipEvent;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipDue;
import io.anamnesis.events.loyalty.MembershipEvent.MembershipLapsed;
import io.anamnesis.events.loyalty.Memberships;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What falls due of paid memberships. Pure: a term is warned of so many local days before its end, and lapses at its end,
 * unless it was renewed or ended by then. What had passed when the log took the term is not warned of any more, and nothing is
 * once the term is over.
 *
 * @param days on which to warn before the end
 */
public record MembershipDues(ZoneId zone, List<Integer> days) {
  /** No warning, but the end itself. */
  private static final int LAPSE = 0;

  public MembershipDues {
    days = List.copyOf(days);
  }

  /**
   * Something that fell due.
   *
   * @param cause event id of the fact that told the term
   * @param at when it fell due
   * @param name tells it from all else that follows from the cause
   */
  record Due(UUID cause, Instant at, String name, MembershipEvent event) {}

  /** All instants at which something may fall due of a term with this last day. */
  List<Instant> instants(@Nullable LocalDate until) {
    return until == null
        ? List.of()
        : Stream.concat(days.stream(), Stream.of(LAPSE)).map(before -> start(until, before)).toList();
  }

  private Instant start(LocalDate until, int before) {
    return until.plusDays(1L - before).atStartOfDay(zone).toInstant();
  }

  /** What had fallen due by an instant, in order. */
  List<Due> upTo(Memberships memberships, Instant now) {
    List<Due> dues = new ArrayList<>();
    for (Membership membership : memberships.all()) {
      for (int i = 0; membership.isPaid() && i < membership.terms().size(); i++) {
        Term term = membership.terms().get(i);
        boolean last = i + 1 == membership.terms().size();
        Instant closed = last ? membership.endedAt() : membership.terms().get(i + 1).toldAt();
        add(membership, term, closed, now, dues);
      }
    }
    dues.sort(Comparator.comparing(Due::at));
    return dues;
  }

  private void add(Membership membership, Term term, @Nullable Instant closed, Instant now, List<Due> dues) {
    LocalDate until = term.until();
    if (until == null) {
      return;
    }
    Instant end = start(until, LAPSE);
    if (now.isBefore(end)) {
      for (int before : days) {
        Instant at = start(until, before);
        if (closed == null && !at.isAfter(now) && !at.isBefore(term.recordedAt())) {
          dues.add(new Due(term.cause(), at, until + "/" + before,
              new MembershipDue(membership.id(), membership.plan(), until, end, before)));
        }
      }
    } else if (closed == null || !closed.isBefore(end)) {
      dues.add(new Due(term.cause(), end, until + "/lapsed",
          new MembershipLapsed(membership.id(), membership.plan(), until, end)));
    }
  }
}
