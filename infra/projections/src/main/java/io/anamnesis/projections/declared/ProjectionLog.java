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
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records what is done with a projection on its stream {@code projection-<name>}: who posted, swapped, rolled back what. */
public final class ProjectionLog {
  private static final int PAGE = 500;
  /** Two who write to one stream at once: one of them comes again, and again only if others do. */
  private static final int TRIES = 20;

  private final EventLog log;
  private final EventDecoder decoder;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());
  private final Clock clock;

  public ProjectionLog(EventLog log, EventDecoder decoder, Clock clock) {
    this.log = log;
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

  /** A fresh event with the answer that it will have at its position, or an answer without any. */
  private record Decided<R>(@Nullable InsightEvent event, Function<Long, R> answer) {}

  /**
   * Records a definition as the next version of its name. The same definition again, of whatever version, is answered alike
   * and changes nothing.
   *
   * @throws OutcomeUnknown if it cannot be told whether it was recorded: the same post again will tell
   */
  public Posting post(String name, DefinitionText definition, String actor) {
    String hash = definition.hash();
    return record(name, actor, stream -> {
      List<At<ProjectionPosted>> posted = posted(stream);
      Optional<At<ProjectionPosted>> same =
          posted.stream().filter(before -> before.event().contentHash().equals(hash)).findFirst();
      if (same.isPresent()) {
        int version = same.get().event().version();
        long position = same.get().position();
        return new Decided<>(null, none -> new Posting(version, false, position));
      }
      int next = posted.stream().mapToInt(before -> before.event().version()).max().orElse(0) + 1;
      return new Decided<>(new ProjectionPosted(name, next, hash, definition.text()),
          position -> new Posting(next, true, position));
    });
  }

  /**
   * @param from the version that answered before; null if none did
   * @return the position of the record
   */
  public long swapped(String name, @Nullable Integer from, int version, String actor) {
    return note(name, new ProjectionSwapped(name, from, version), actor);
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
    return record(name, actor, stream -> new Decided<>(event, position -> position));
  }

  private <R> R record(String name, String actor, Function<List<StoredEvent>, Decided<R>> decide) {
    String stream = "projection-" + name;
    for (int attempt = 0; attempt < TRIES; attempt++) {
      List<StoredEvent> before = read(stream);
      Decided<R> decided = decide.apply(before);
      if (decided.event() == null) {
        return decided.answer().apply(0L);
      }
      switch (log.append(Append.of(event(stream, before.size(), decided.event(), actor)))) {
        case Outcome.Appended appended -> {
          return decided.answer().apply(appended.last());
        }
        case Outcome.Unknown unknown -> throw new OutcomeUnknown();
        case Outcome.Conflict moved -> {
          // Somebody else was first: what he recorded is taken into account by the next attempt.
        }
        case Outcome.Duplicate impossible -> throw new IllegalStateException("a fresh id is in the log already");
      }
    }
    throw new OutcomeUnknown();
  }

  private NewEvent event(String stream, long seq, InsightEvent event, String actor) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new NewEvent(UUID.randomUUID(), stream, seq, null, type.type(), type.revision(), clock.instant(),
        codec.encode(event), EventDecoder.encode(Metadata.ofDecision(null, null, actor)));
  }

  private List<StoredEvent> read(String stream) {
    List<StoredEvent> all = new ArrayList<>();
    List<StoredEvent> page = log.readStream(stream, 0, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = log.readStream(stream, all.size(), PAGE);
    }
    return all;
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
