package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemException;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams {@code programme:<version>}. A decision is taken on what the log holds now, never on what was read before, and
 * recorded only if nothing was recorded meanwhile.
 */
final class ProgrammeLog {
  private static final int PAGE = 500;

  private final EventLog log;
  private final StreamEnd end;
  private final EventDecoder decoder;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  ProgrammeLog(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.end = new StreamEnd(log);
    this.decoder = decoder;
  }

  /**
   * A version after a decision.
   *
   * @param recorded whether there was something to record
   * @param position up to which the log must be read to know of it
   */
  record Decided(ProgrammeVersion version, boolean recorded, long position) {}

  /** How a version stands in the log now. */
  Optional<ProgrammeVersion> find(String name) {
    return Optional.ofNullable(read(name));
  }

  /**
   * Records what is decided, if it is anything.
   *
   * @param condition what the version must be like
   * @param decide is given the version as it stands, null if there is none
   * @throws ProblemException what {@code decide} throws; {@code stale-condition}; {@code outcome-unknown} if it cannot be
   *     told whether it was recorded: the same again will tell
   */
  Decided record(String name, ChangeCondition condition, String actor, Instant at,
      Function<@Nullable ProgrammeVersion, Optional<ProgrammeEvent>> decide) {
    return end.decide(() -> {
      ProgrammeVersion before = read(name);
      condition.check(before);
      Optional<ProgrammeEvent> decided = decide.apply(before);
      if (decided.isEmpty() && before != null) {
        return new Step.Answer<>(new Decided(before, false, before.last() == null ? 0 : before.last().position()));
      }
      NewEvent event = event(name, before == null ? 0 : before.changes(), decided.orElseThrow(), actor, at);
      return new Step.Record<>(event, appended -> {
        StoredEvent stored = log.find(event.eventId()).orElseThrow();
        return new Decided(ProgrammeVersion.after(before, decoder.decode(stored)), true, appended.last());
      });
    }, () -> Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception(),
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception());
  }

  private NewEvent event(String name, long seq, ProgrammeEvent event, String actor, Instant at) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new NewEvent(UUID.randomUUID(), stream(name), seq, null, type.type(), type.revision(), at,
        codec.encode(event),
        EventDecoder.encode(Metadata.ofDecision(null, null, actor)));
  }

  private static String stream(String name) {
    return "programme:" + name;
  }

  private @Nullable ProgrammeVersion read(String name) {
    ProgrammeVersion version = Programmes.standard().find(name).orElse(null);
    long next = 0;
    List<StoredEvent> page = log.readStream(stream(name), next, PAGE);
    while (!page.isEmpty()) {
      for (StoredEvent event : page) {
        version = ProgrammeVersion.after(version, decoder.decode(event));
      }
      next += page.size();
      page = log.readStream(stream(name), next, PAGE);
    }
    return version;
  }
}
