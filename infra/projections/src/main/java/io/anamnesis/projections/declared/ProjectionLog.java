package io.anamnesis.projections.declared;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.insight.InsightEvent;
import io.anamnesis.events.insight.InsightEvent.ProjectionCancelled;
import io.anamnesis.events.insight.InsightEvent.ProjectionPosted;
import io.anamnesis.events.insight.InsightEvent.ProjectionRolledBack;
import io.anamnesis.events.insight.InsightEvent.ProjectionSwapped;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records what is done with a projection on its stream {@code projection-<name>}: who posted, swapped, rolled back what. */
public final class ProjectionLog {

  private final EventLog log;
  private final StreamEnd end;
  private final EventDecoder decoder;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private final Clock clock;

  public ProjectionLog(EventLog log, EventDecoder decoder, Clock clock) {
    this.log = log;
    this.end = new StreamEnd(log);
    this.decoder = decoder;
    this.clock = clock;
  }

  /**
   * What became of a posted definition.
   *
   * @param isNew false where the same definition was posted before: nothing was recorded
   * @param position where the log holds it
   */
  public record Posting(int version, boolean isNew, long position) {}

  /** An event of the stream at its position. */
  private record At<E>(long position, E event) {}

  /**
   * Records a definition as the next version of its name. The same definition again, of whatever version, is answered alike
   * and changes nothing.
   *
   * @param upon content hashes, of which that of the newest version so far must be one; empty: whatever it is; null: be there one or not
   * @throws Superseded if it is none of them, or there is no version
   * @throws OutcomeUnknown if it cannot be told whether it was recorded: the same post again will tell
   */
  public Posting post(String name, DefinitionText definition, @Nullable Set<String> upon, String actor) {
    String hash = definition.hash();
    return decide(name, stream -> {
      List<At<ProjectionPosted>> posted = posted(stream);
      Optional<At<ProjectionPosted>> same =
          posted.stream().filter(before -> before.event().contentHash().equals(hash)).findFirst();
      if (same.isPresent()) {
        return new Step.Answer<>(new Posting(same.get().event().version(), false, same.get().position()));
      }
      if (upon != null
          && (posted.isEmpty() || !(upon.isEmpty() || upon.contains(posted.getLast().event().contentHash())))) {
        throw new Superseded();
      }
      int next = posted.stream().mapToInt(before -> before.event().version()).max().orElse(0) + 1;
      return new Step.Record<>(
          event(name, stream.size(), new ProjectionPosted(name, next, hash, definition.text()), actor),
          appended -> new Posting(next, true, appended.last()));
    });
  }

  /**
   * @param from the version that answered before; null if none did
   * @return the position of the record
   */
  public long swapped(String name, @Nullable Integer from, int version, String actor) {
    return note(name, new ProjectionSwapped(name, from, version), actor);
  }

  /**
   * As {@link #swapped}, of a version that answers already: recorded unless the last that was recorded is how it came to answer,
   * or nothing was ever done with the projection but by the code.
   *
   * @return the position of the record; 0 where there is none
   */
  public long answers(String name, @Nullable Integer from, int version, String actor) {
    return decide(name, stream -> {
      Optional<At<Integer>> last = stream.reversed().stream().flatMap(stored -> answering(stored).stream()).findFirst();
      return stream.isEmpty() || (last.isPresent() && last.get().event() == version)
          ? new Step.Answer<>(last.map(At::position).orElse(0L))
          : new Step.Record<>(event(name, stream.size(), new ProjectionSwapped(name, from, version), actor),
              Outcome.Appended::last);
    });
  }

  /** The version that answered from this event on, if it tells one. */
  private Optional<At<Integer>> answering(StoredEvent stored) {
    return switch (decoder.decode(stored).event()) {
      case ProjectionSwapped swapped -> Optional.of(new At<>(stored.position(), swapped.version()));
      case ProjectionRolledBack back -> Optional.of(new At<>(stored.position(), back.version()));
      default -> Optional.empty();
    };
  }

  /** @return the position of the record */
  public long rolledBack(String name, int from, int version, String actor) {
    return note(name, new ProjectionRolledBack(name, from, version), actor);
  }

  /** @return the position of the record */
  public long cancelled(String name, int version, String actor) {
    return note(name, new ProjectionCancelled(name, version), actor);
  }

  private long note(String name, InsightEvent event, String actor) {
    return decide(name,
        stream -> new Step.Record<>(event(name, stream.size(), event, actor), Outcome.Appended::last));
  }

  /** @param decide on what is recorded of the name so far */
  private <R> R decide(String name, Function<List<StoredEvent>, Step<R>> decide) {
    return end.decide(() -> decide.apply(log.readStream(stream(name))), OutcomeUnknown::new, OutcomeUnknown::new);
  }

  private NewEvent event(String name, long seq, InsightEvent event, String actor) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new NewEvent(UUID.randomUUID(), stream(name), seq, null, type.type(), type.revision(), clock.instant(),
        codec.encode(event), EventDecoder.encode(Metadata.ofDecision(null, null, actor)));
  }

  private static String stream(String name) {
    return "projection-" + name;
  }

  private List<At<ProjectionPosted>> posted(List<StoredEvent> stream) {
    List<At<ProjectionPosted>> posted = new ArrayList<>();
    for (StoredEvent stored : stream) {
      if (decoder.decode(stored).event() instanceof ProjectionPosted post) {
        posted.add(new At<>(stored.position(), post));
      }
    }
    return posted;
  }
}
