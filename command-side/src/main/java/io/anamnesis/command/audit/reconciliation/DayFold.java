package io.anamnesis.command.audit.reconciliation;

import io.anamnesis.command.audit.reconciliation.Day.Difference;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.UnknownRevision;
import io.anamnesis.events.UnreadablePayload;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.eventstore.BusinessDays;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A day of the log added up, event by event. Everything in it but what was not taken follows from the log alone. */
final class DayFold {
  private static final int MOST_DIFFERENCES = 100;
  private static final Set<String> MOVING = Stream
      .concat(Told.TYPES.stream(),
          EventCatalogue.standard().typesOf(Set.of(LoyaltyEvent.class, AuditEvent.class)).stream())
      .collect(Collectors.toUnmodifiableSet());

  private final BusinessDays days;
  private final LocalDate date;
  private final EventDecoder decoder;
  private final EarlierWords words;
  private final FactCounts counts;
  private final PointsBook points;
  private final MoneyBook money;
  private final List<Difference> differences = new ArrayList<>();
  private long unlistedDifferences;

  /** @param before the day before; null where there is none */
  DayFold(BusinessDays days, LocalDate date, @Nullable Day before, EventLog log, EventDecoder decoder) {
    this.days = days;
    this.date = date;
    this.decoder = decoder;
    this.words = new EarlierWords(log, decoder);
    this.counts = new FactCounts(days.begin(date));
    this.points = new PointsBook(before == null ? Day.Points.NONE : before.points());
    this.money = new MoneyBook(before == null ? List.of() : before.money());
  }

  /** @throws UnknownRevision of an event that a newer build has written, also of a type of its own: this one cannot add it up */
  void add(StoredEvent event) {
    if (EventCatalogue.standard().find(event.type()).isEmpty()) {
      throw new UnknownRevision(event.type(), event.revision(), 0);
    }
    String source = sourceOf(event);
    if (source == null) {
      counts.addDecision(event);
    } else {
      counts.addFact(event, source);
    }
    if (MOVING.contains(event.type())) {
      tryToMove(event);
    }
  }

  private @Nullable String sourceOf(StoredEvent event) {
    try {
      return decoder.metadata(event).source();
    } catch (RuntimeException unreadable) {
      differs("unreadable", event.position(), null, "metadata");
      return null;
    }
  }

  private void tryToMove(StoredEvent event) {
    try {
      move(decoder.decode(event));
    } catch (UnknownRevision newer) {
      throw newer;
    } catch (UnreadablePayload unreadable) {
      differs("unreadable", event.position(), null, event.type());
    }
  }

  private void move(Recorded recorded) {
    switch (recorded.event()) {
      case LoyaltyEvent decision -> Posting.of(decision).ifPresent(posting -> post(posting, recorded.position()));
      case AuditEvent statement -> CorrectedFact.of(recorded).ifPresent(corrected -> restate(recorded, corrected));
      default -> Told.by(recorded.event()).ifPresent(money::add);
    }
  }

  private void post(Posting posting, long position) {
    points.add(posting);
    if (posting.inLots() != posting.told()) {
      differs("sum", position, Long.toString(posting.inLots()), Long.toString(posting.told()));
    }
  }

  private void restate(Recorded statement, CorrectedFact corrected) {
    if (Told.TYPES.contains(corrected.original().type())) {
      Optional<Told> now = EarlierWords.told(corrected);
      Optional<Told> before = words.replacedBy(statement, corrected.original(), now);
      now.ifPresentOrElse(told -> money.correct(before.orElse(null), told), () -> before.ifPresent(money::withdraw));
    }
  }

  private void differs(String kind, long position, @Nullable String expected, @Nullable String found) {
    if (differences.size() < MOST_DIFFERENCES) {
      differences.add(new Difference(kind, position, expected, found));
    } else {
      unlistedDifferences++;
    }
  }

  /**
   * @param last position of the day
   * @param rejected what was not taken on the day; null where that is not kept any more
   */
  Day closed(long last, Day.@Nullable Rejected rejected) {
    Day.Points closing = points.closed();
    refuseNegative("points", closing.closing(), last);
    refuseNegative("reserved", closing.reserved().closing(), last);
    refuseNegative("arrears", closing.arrears().closing(), last);
    return new Day(days.begin(date), days.end(date), counts.facts(), counts.decisions(), rejected, closing,
        money.closed(), money.totals(), List.copyOf(differences), unlistedDifferences);
  }

  private void refuseNegative(String what, long closing, long last) {
    if (closing < 0) {
      differences.add(new Difference("negative", last, "0", what + " " + closing));
    }
  }
}
