package io.anamnesis.command.loyalty;

import io.anamnesis.command.decision.Asked;
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
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams {@code programme:<version>}. A decision is taken on what the log holds now, never on what was read before, and
 * recorded only if nothing was recorded meanwhile.
 */
final class ProgrammeLog {
  private static final String STREAM = "programme:";
  /** In whose name ids are given: a key names one command, whichever version that is about. */
  private static final String ALL = STREAM + "*";

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
   * Records what is decided, if it is anything. What was recorded for the same command before is told as it was then.
   *
   * @param condition what the version must be like
   * @param decide is given the version as it stands, null if there is none
   * @throws ProblemException what {@code decide} throws; {@code stale-condition}; {@code key-reused}; {@code outcome-unknown}
   *     if it cannot be told whether it was recorded: the same again will tell
   */
  Decided record(String name, ChangeCondition condition, Asked asked, Instant at,
      Function<@Nullable ProgrammeVersion, Optional<ProgrammeEvent>> decide) {
    return end.decide(() -> {
      // In this order: what the version is seen to have of this very command is then found under its key, too.
      ProgrammeVersion before = read(name);
      Optional<Decided> earlier = earlier(asked);
      if (earlier.isPresent()) {
        return new Step.Answer<>(earlier.get());
      }
      condition.check(before);
      Optional<ProgrammeEvent> decided = decide.apply(before);
      if (decided.isEmpty() && before != null) {
        return new Step.Answer<>(new Decided(before, false, before.last() == null ? 0 : before.last().position()));
      }
      NewEvent event = event(name, before == null ? 0 : before.changes(), decided.orElseThrow(), asked, at);
      return new Step.Record<>(event, appended -> {
        StoredEvent stored = log.find(event.eventId()).orElseThrow();
        return new Decided(ProgrammeVersion.after(before, decoder.decode(stored)), true, appended.last());
      });
    }, () -> Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception(),
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception());
  }

  private Optional<Decided> earlier(Asked asked) {
    return asked.isRepeatable() ? log.find(asked.firstEvent(ALL)).map(event -> told(asked, event)) : Optional.empty();
  }

  private Decided told(Asked asked, StoredEvent event) {
    asked.checkSame(decoder.decode(event).metadata().content());
    String name = Objects.requireNonNull(event.stream()).substring(STREAM.length());
    ProgrammeVersion then = read(name, Objects.requireNonNull(event.seq()) + 1);
    return new Decided(Objects.requireNonNull(then), true, event.position());
  }

  private NewEvent event(String name, long seq, ProgrammeEvent event, Asked asked, Instant at) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    Metadata metadata = Metadata.ofDecision(null, null, asked.actor()).with(asked.content());
    return new NewEvent(asked.firstEvent(ALL), stream(name), seq, null, type.type(), type.revision(), at,
        codec.encode(event), EventDecoder.encode(metadata));
  }

  private static String stream(String name) {
    return STREAM + name;
  }

  private @Nullable ProgrammeVersion read(String name) {
    return read(name, Long.MAX_VALUE);
  }

  /** As it was after so many events of its own. */
  private @Nullable ProgrammeVersion read(String name, long events) {
    ProgrammeVersion version = Programmes.standard().find(name).orElse(null);
    List<StoredEvent> life = log.readStream(stream(name));
    for (StoredEvent event : life.subList(0, (int) Math.min(events, life.size()))) {
      version = ProgrammeVersion.after(version, decoder.decode(event));
    }
    return version;
  }
}
