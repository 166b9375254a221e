package io.anamnesis.query.audit.difference;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.Occurrence;
import io.anamnesis.projections.TimeTravel;
import io.anamnesis.query.audit.LifeEvents;
import io.anamnesis.query.audit.Parameters;
import io.anamnesis.query.reading.CustomerRequest;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;

/**
 * Two instants on one of the two clocks.
 *
 * @param other the instant on the other clock, at which both are looked at; null for what is known now, or for all that was recorded
 */
record Interval(Clock clock, Instant from, Instant to, @Nullable Instant other) {

  /** What an instant is one of. */
  enum Clock {
    RECORDED, OCCURRED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Clock of(@Nullable String text) {
      return switch (text) {
        case null -> RECORDED;
        case "recorded" -> RECORDED;
        case "occurred" -> OCCURRED;
        default -> throw Parameters.invalid("clock", "problem.invalid.clock");
      };
    }
  }

  /** @throws io.anamnesis.web.ProblemException {@code missing}, {@code invalid}, {@code future} or {@code unsupported} */
  static Interval of(EventLog log, CustomerRequest request, Parameters asked) {
    Clock clock = Clock.of(asked.one("clock"));
    Instant from = asked.mandatoryInstant("from");
    Instant to = asked.mandatoryInstant("to");
    if (to.isBefore(from)) {
      throw Parameters.invalid("to", "problem.invalid.to-before-from");
    }
    String ownClock = clock == Clock.RECORDED ? "asOf" : "effectiveAt";
    if (asked.one(ownClock) != null) {
      throw Problem.of(ProblemType.UNSUPPORTED).field(ownClock).exception();
    }
    if (clock == Clock.RECORDED && !log.settle(to)) {
      throw Problem.of(ProblemType.FUTURE).field("to").exception();
    }
    TimeTravel travel = request.travel();
    return new Interval(clock, from, to, clock == Clock.RECORDED ? travel.effectiveAt() : travel.asOf());
  }

  TimeTravel before() {
    return at(from);
  }

  TimeTravel after() {
    return at(to);
  }

  private TimeTravel at(Instant instant) {
    return switch (clock) {
      case RECORDED -> new TimeTravel(instant, other);
      case OCCURRED -> new TimeTravel(other, instant);
    };
  }

  /** The last position that any of it knows. */
  long lastPosition(EventLog log) {
    Instant known = after().asOf();
    return known == null ? log.head() : log.headAt(known);
  }

  /** Tells what was recorded, or occurred, after the first instant and not after the second. */
  void events(EventLog log, String customer, long last, LifeEvents.Each each) throws IOException {
    switch (clock) {
      case RECORDED -> LifeEvents.each(log, customer, log.headAt(from), last, event -> {
        if (other == null || !event.occurredAt().isAfter(other)) {
          each.event(event);
        }
      });
      case OCCURRED -> LifeEvents.eachAsOccurred(log, customer, new Occurrence(from, Long.MAX_VALUE), last, event -> {
        if (!event.occurredAt().isAfter(to)) {
          each.event(event);
        }
      });
    }
  }
}
