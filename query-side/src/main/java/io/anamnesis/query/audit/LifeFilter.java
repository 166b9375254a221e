package io.anamnesis.query.audit;

import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import tools.jackson.databind.JsonNode;

/**
 * Which events of a life are told: those that everything asked for is true of. What is null is not asked for.
 *
 * @param stream name of a stream
 * @param actor who told or decided
 * @param causedBy event id of a cause
 * @param site that the event names; one that names none is of no site here, and of all of them for whoever may see it
 * @param occurredFrom the first instant
 * @param occurredTo the last instant
 */
record LifeFilter(TypeFilter types, @Nullable String stream, @Nullable String actor, @Nullable UUID causedBy,
    @Nullable String site, @Nullable Instant occurredFrom, @Nullable Instant occurredTo) {

  /**
   * Reads {@code type} (any number), {@code stream}, {@code actor}, {@code causedBy}, {@code site}, {@code occurredFrom} and
   * {@code occurredTo}.
   *
   * @param effectiveAt what occurred later is not told
   * @throws io.anamnesis.web.ProblemException {@code invalid}, naming what is of no form or not in the log
   */
  static LifeFilter of(EventLog log, Parameters asked, @Nullable Instant effectiveAt) {
    LifeFilter filter = new LifeFilter(TypeFilter.of(asked.all("type")), stream(log, asked.one("stream")),
        asked.one("actor"), causedBy(log, asked.one("causedBy")), site(asked.one("site")),
        asked.instant("occurredFrom"), earlier(asked.instant("occurredTo"), effectiveAt));
    if (filter.occurredFrom != null && asked.instant("occurredTo") instanceof Instant last
        && last.isBefore(filter.occurredFrom)) {
      throw Parameters.invalid("occurredTo", "problem.invalid.occurred-range");
    }
    return filter;
  }

  private static @Nullable String stream(EventLog log, @Nullable String stream) {
    if (stream != null && log.lastSeq(stream).isEmpty()) {
      throw Parameters.invalid("stream", "problem.invalid.stream");
    }
    return stream;
  }

  private static @Nullable UUID causedBy(EventLog log, @Nullable String text) {
    UUID cause = text == null ? null : EventIds.of("causedBy", text);
    if (cause != null && log.find(cause).isEmpty()) {
      throw Parameters.invalid("causedBy", "problem.invalid.cause");
    }
    return cause;
  }

  /** A site has the form of a customer number: both are names of the hospital's own. */
  private static @Nullable String site(@Nullable String site) {
    if (site != null && !CustomerId.isValid(site)) {
      throw Parameters.invalid("site", "problem.invalid.site");
    }
    return site;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  boolean tells(StoredEvent event, EventDecoder decoder) {
    return types.test(event.type()) && (stream == null || stream.equals(event.stream()))
        && (occurredFrom == null || !event.occurredAt().isBefore(occurredFrom))
        && (occurredTo == null || !event.occurredAt().isAfter(occurredTo)) && isOfThem(event, decoder)
        && (site == null || site.equals(siteOf(event)));
  }

  private boolean isOfThem(StoredEvent event, EventDecoder decoder) {
    if (actor == null && causedBy == null) {
      return true;
    }
    Metadata metadata = decoder.metadata(event);
    return (actor == null || actor.equals(metadata.actor()))
        && (causedBy == null || causedBy.equals(metadata.causedBy()));
  }

  private static @Nullable String siteOf(StoredEvent event) {
    JsonNode named = EventCodec.mapper().readTree(event.payload()).get("site");
    return named != null && named.isString() ? named.stringValue() : null;
  }
}
