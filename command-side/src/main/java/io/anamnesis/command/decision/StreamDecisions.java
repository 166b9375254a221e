package io.anamnesis.command.decision;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.StreamEnd;
import io.anamnesis.eventstore.StreamEnd.Step;
import io.anamnesis.web.Problem;
import io.anamnesis.web.ProblemType;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides what a person asks for at the end of a stream, without an aggregate. Under a key it is decided
 * once, whichever of the streams it is about, and told again as it was then.
 */
public final class StreamDecisions {
  private final EventLog log;
  private final StreamEnd end;
  private final EventDecoder decoder;
  private final String all;
  private final EventCodec codec = new EventCodec(EventCatalogue.standard());

  /** @param all in whose name ids are given, of all streams of a kind: a key names one command */
  public StreamDecisions(EventLog log, EventDecoder decoder, String all) {
    this.log = log;
    this.end = new StreamEnd(log);
    this.decoder = decoder;
    this.all = all;
  }

  /**
   * @param read what the log holds now
   * @param told what was decided under the key before, by its event
   * @param decide on what was read; asked again where others were faster
   * @throws io.anamnesis.web.ProblemException what {@code decide} throws; {@code key-reused}; {@code outcome-unknown} if it
   *     cannot be told whether it was recorded: the same again will tell; {@code overloaded}
   */
  public <S, R> R decide(Asked asked, Supplier<S> read, Function<StoredEvent, R> told, Function<S, Step<R>> decide) {
    return end.decide(() -> {
      // In this order: what is seen to be recorded of this very command is then found under its key, too.
      S before = read.get();
      Optional<StoredEvent> earlier = asked.isRepeatable() ? log.find(asked.firstEvent(all)) : Optional.empty();
      if (earlier.isPresent()) {
        asked.checkSame(decoder.decode(earlier.get()).metadata().content());
        return new Step.Answer<>(told.apply(earlier.get()));
      }
      return decide.apply(before);
    }, () -> Problem.of(ProblemType.OUTCOME_UNKNOWN).retryAfter(2).exception(),
        () -> Problem.of(ProblemType.OVERLOADED).retryAfter(1).exception());
  }

  /**
   * What is decided for a command, to be recorded.
   *
   * @param seq of the event in its stream
   */
  public NewEvent event(Asked asked, String stream, long seq, CustomerEvent event, Instant at) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    Metadata metadata = Metadata.ofDecision(null, null, asked.actor()).with(asked.content());
    return new NewEvent(asked.firstEvent(all), stream, seq, asked.subject().isEmpty() ? null : asked.subject(),
        type.type(), type.revision(), at, codec.encode(event), EventDecoder.encode(metadata));
  }
}
