package io.anamnesis.projections;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.projections.GenerationRows.Row;
import io.anamnesis.projections.Projection.Lookup;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A projection with what it takes to fold events and to lay out the outcome as rows. Whoever begins to fold refreshes what is
 * {@link #skipped}.
 */
record Folding<S>(Projection<S, ?> projection, Subscription declared, PersonalData personal, SkippedEvents skipped) {

  static <S> Folding<S> of(Projection<S, ?> projection, PersonalData personal) {
    return of(projection, personal, SkippedEvents.of(projection));
  }

  static <S> Folding<S> of(Projection<S, ?> projection, PersonalData personal, SkippedEvents skipped) {
    GenerationTables.checked(projection.name());
    return new Folding<>(projection, EventCatalogue.standard().declares(projection.events()), personal, skipped);
  }

  /** Whether the event is the projection's business and somebody's, and was not given up. */
  boolean concerns(LoggedEvent event) {
    return event.subject() != null && declared.test(event.type()) && !skipped.contains(event.position());
  }

  /**
   * Whether it is a correction or a withdrawal of a fact that is the projection's business: what was folded of its subject
   * is to be folded anew.
   */
  boolean restates(LoggedEvent event) {
    return event.subject() != null && KnownLife.restates(event, declared) && !skipped.contains(event.position());
  }

  /** Whether the subject's rows are to be written anew as a whole: its facts say something else now, or cannot be opened any more. */
  boolean renews(LoggedEvent event) {
    return restates(event) || event.subject() != null && KeyLoss.isToldBy(event);
  }

  /** A subject's life, as far as it is the projection's business. */
  KnownLife life(LogTail log, String subject, long upTo, @Nullable Instant effectiveAt) {
    return new KnownLife(log, subject, upTo, effectiveAt, declared, skipped::contains);
  }

  /** What a row holds; without one, what is held of a subject before its first event. */
  Held<S> held(@Nullable Row row) {
    return row == null
        ? Held.initial(projection)
        : new Held<>(StateJson.read(row.state(), projection.stateType()), row.position(), true);
  }

  S fold(S state, Recorded event) {
    return Objects.requireNonNull(projection.fold(state, event), "a fold gives a state");
  }

  /** The lines that an event adds. */
  List<?> entries(S before, S after, Recorded event) {
    return projection instanceof Journal<S, ?, ?> journal ? journal.entries(before, after, event) : List.of();
  }

  /** The lines that an event adds, as text. */
  List<String> lines(S before, S after, Recorded event) {
    List<?> entries = entries(before, after, event);
    return entries.isEmpty() ? List.of() : entries.stream().map(StateJson::write).toList();
  }

  /** What the figures change by, cell by cell. */
  Map<String, BigDecimal> restated(Held<S> before, Held<S> after) {
    if (!(projection instanceof Tally<?>)) {
      return Map.of();
    }
    @SuppressWarnings("unchecked") // a Tally<?> that is a Projection<S, ?> is a Tally<S>
    Tally<S> tally = (Tally<S>) projection;
    Map<String, BigDecimal> change = new HashMap<>();
    tally.contribution(after.state()).forEach((cell, value) -> change.merge(cellText(cell), value, BigDecimal::add));
    if (before.stored()) {
      tally.contribution(before.state())
          .forEach((cell, value) -> change.merge(cellText(cell), value.negate(), BigDecimal::add));
    }
    change.values().removeIf(value -> value.signum() == 0);
    return change;
  }

  /** The lookups after, indexed blind; empty where they are as before. */
  Optional<List<IndexEntry>> lookups(String subject, Held<S> before, Held<S> after) {
    List<Lookup> now = projection.lookups(after.state());
    List<Lookup> stored = before.stored() ? projection.lookups(before.state()) : List.of();
    return now.equals(stored) ? Optional.empty() : Optional.of(index(subject, now));
  }

  /** The lookups after, whether or not they are as before: what could be opened then may not be opened now. */
  Optional<List<IndexEntry>> lookupsAnew(String subject, Held<S> before, Held<S> after) {
    List<Lookup> now = projection.lookups(after.state());
    boolean none = now.isEmpty() && (!before.stored() || projection.lookups(before.state()).isEmpty());
    return none ? Optional.empty() : Optional.of(index(subject, now));
  }

  private List<IndexEntry> index(String subject, List<Lookup> lookups) {
    // One phone told twice is found once.
    Set<IndexEntry> entries = new LinkedHashSet<>();
    for (Lookup lookup : lookups) {
      // What cannot be opened any more cannot be searched for any more.
      personal.unseal(subject, lookup.value()).filter(value -> !value.isNull()).map(Folding::text)
          .ifPresent(clear -> entries.add(
              new IndexEntry(subject, lookup.kind().name(), personal.blindIndex(lookup.kind(), clear))));
    }
    return List.copyOf(entries);
  }

  static String cellText(Tally.Cell cell) {
    return StateJson.write(cell);
  }

  private static String text(JsonNode value) {
    return value.isString() ? value.stringValue() : value.toString();
  }
}
