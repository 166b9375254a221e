package io.anamnesis.web.reads;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.audit.ReadEvent.DataRead;
import io.anamnesis.events.audit.ReadEvent.Keeper;
import io.anamnesis.events.audit.ReadEvent.Shown;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.personal.PersonalData;
import io.anamnesis.eventstore.personal.Place;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Records reads, in a log of their own: an event for each customer whom an answer shows. Thread-safe. */
public final class ReadLog {
  private static final EventDescriptor TYPE = EventCatalogue.reads().of(DataRead.class);
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.reads());
  private static final String KEEPER = "sealedUnder";
  private static final String NOBODY = "";

  private final EventLog reads;
  private final EventLog log;
  private final PersonalData personal;
  private final Clock clock;

  /** @param log tells which customers are known */
  public ReadLog(EventLog reads, EventLog log, PersonalData personal, Clock clock) {
    this.reads = reads;
    this.log = log;
    this.personal = personal;
    this.clock = clock;
  }

  /**
   * Returns when it is durable.
   *
   * @param ofPath customers whom the path names
   * @throws ReadNotRecorded if it is not, or nobody knows: the answer must not leave then
   */
  public void record(Reader reader, Answer answer, Collection<String> ofPath, Showing showing) {
    List<@Nullable String> subjects =
        new ArrayList<>(Stream.concat(ofPath.stream(), showing.customers().stream()).distinct().toList());
    if (showing.isOfSomebody()) {
      subjects.add(null);
    }
    if (subjects.isEmpty()) {
      return;
    }
    try {
      mustBeDurable(reads.append(new Append(events(reader, answer, subjects, showing))));
    } catch (ReadNotRecorded known) {
      throw known;
    } catch (RuntimeException failed) {
      throw new ReadNotRecorded(failed);
    }
  }

  private static void mustBeDurable(Outcome outcome) {
    switch (outcome) {
      case Outcome.Appended done -> {
      }
      case Outcome.Unknown unknown -> throw new ReadNotRecorded(unknown.cause());
      // Of a new id without a stream.
      case Outcome.Duplicate impossible -> throw new ReadNotRecorded(null);
      case Outcome.Conflict impossible -> throw new ReadNotRecorded(null);
    }
  }

  private List<NewEvent> events(Reader reader, Answer answer, List<@Nullable String> subjects, Showing showing) {
    String request = UUID.randomUUID().toString();
    Instant now = clock.instant();
    String metadata = EventDecoder.encode(Metadata.ofDecision(null, null, reader.name()));
    Map<String, String> stated = stated(reader, showing);
    Set<String> keepers = stated.isEmpty() ? Set.of() : keepers(subjects);
    List<NewEvent> events = new ArrayList<>(subjects.size());
    for (@Nullable
    String subject : subjects) {
      Place place = Place.of(UUID.randomUUID(), TYPE.type(), TYPE.revision());
      events.add(new NewEvent(place.eventId(), null, null, subject, TYPE.type(), TYPE.revision(), now,
          sealed(place, read(request, reader, answer, showing), stated, subject, keepers), metadata));
    }
    return events;
  }

  /**
   * Whose own keys seal what was stated: a number of which nothing is recorded gets none by being asked for. All are asked for at once,
   * and so are their keys.
   */
  private Set<String> keepers(List<@Nullable String> subjects) {
    Set<String> known = log.known(subjects.stream().filter(Objects::nonNull).toList());
    personal.prepare(known);
    return known;
  }

  private static DataRead read(String request, Reader reader, Answer answer, Showing showing) {
    return new DataRead(request, reader.name(), reader.scopes().stream().sorted().toList(),
        reader.sites() == null ? null : reader.sites().stream().sorted().toList(), answer.method(), answer.route(),
        answer.status(), answer.problem(), answer.isRefusal() ? Shown.NONE : showing.shown(), null, null, null);
  }

  private static Map<String, String> stated(Reader reader, Showing showing) {
    Map<String, String> stated = new HashMap<>();
    if (reader.purpose() != null) {
      stated.put("purpose", reader.purpose());
    }
    if (showing.breakGlass() != null) {
      stated.put("breakGlass", showing.breakGlass());
    }
    return stated;
  }

  /** Under the customer's key, where there is one; one that was destroyed seals nothing any more. */
  private String sealed(Place place, DataRead read, Map<String, String> stated, @Nullable String subject,
      Set<String> keepers) {
    String encoded = CODEC.encode(read);
    if (stated.isEmpty()) {
      return encoded;
    }
    ObjectNode clear = (ObjectNode) EventCodec.mapper().readTree(encoded);
    stated.forEach(clear::put);
    if (subject != null && keepers.contains(subject)) {
      ObjectNode sealed = personal.seal(subject, place, TYPE.shape(), clear.put(KEEPER, Keeper.CUSTOMER.name()));
      if (stated.keySet().stream().allMatch(sealed::hasNonNull)) {
        return sealed.toString();
      }
    }
    return personal.seal(NOBODY, place, TYPE.shape(), clear.put(KEEPER, Keeper.HOSPITAL.name())).toString();
  }
}
