package io.anamnesis.command.loyalty.publication;

import io.anamnesis.command.decision.Asked;
import io.anamnesis.command.decision.StreamDecisions;
import io.anamnesis.events.loyalty.ProgrammeEvent;
import io.anamnesis.events.loyalty.ProgrammeVersion;
import io.anamnesis.events.loyalty.Programmes;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.web.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The streams {@code programme:<version>}. A decision is taken on what the log holds now, never on what was read before, and
 * recorded only if nothing was recorded meanwhile.
 */
final class ProgrammeLog {
  private static final String STREAM = "programme:";

  private final EventLog log;
  private final StreamDecisions decisions;
  private final EventDecoder decoder;

  ProgrammeLog(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decisions = new StreamDecisions(log, decoder, STREAM + "*");
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
    return Optional.ofNullable(read(name, Long.MAX_VALUE));
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
    return decisions.decide(asked, () -> find(name), this::told, found -> {
      ProgrammeVersion before = found.orElse(null);
      condition.check(before);
      Optional<ProgrammeEvent> decided = decide.apply(before);
      if (decided.isEmpty() && before != null) {
        return new Step.Answer<>(new Decided(before, false, before.last() == null ? 0 : before.last().position()));
      }
      NewEvent event = decisions.event(asked, stream(name), before == null ? 0 : before.changes(),
          decided.orElseThrow(), at);
      return new Step.Record<>(event, appended -> {
        StoredEvent stored = log.find(event.eventId()).orElseThrow();
        return new Decided(ProgrammeVersion.after(before, decoder.decode(stored)), true, appended.last());
      });
    });
  }

  private Decided told(StoredEvent event) {
    String name = Objects.requireNonNull(event.stream()).substring(STREAM.length());
    ProgrammeVersion then = read(name, Objects.requireNonNull(event.seq()) + 1);
    return new Decided(Objects.requireNonNull(then), true, event.position());
  }

  private static String stream(String name) {
    return STREAM + name;
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
