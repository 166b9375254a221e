package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * What few events of the whole log say, whomever they concern: small reference data, folded in memory and level with the log
 * as far as whoever asks needs it. Since it reads by position and never skips, every process that asks for the same position
 * has read the same events, after whatever restart. Thread-safe.
 *
 * <p>
 * It may know more than what lies up to the position asked for: a state that decisions depend on must be able to answer
 * for an earlier position as it did then.
 *
 * @param <S> what is folded; immutable
 */
public final class LogRegister<S> {
  private final EventLog log;
  private final RareEvents events;
  private S state;
  private volatile Known<S> known;

  private record Known<S>(long position, S state) {}

  /**
   * @param tail the one of the process
   * @param events few among those of the log, records or sealed families; no extensions
   */
  public LogRegister(EventLog log, LogTail tail, EventDecoder decoder, Set<Class<? extends CustomerEvent>> events,
      S initial, BiFunction<S, Recorded, S> fold) {
    this.log = log;
    this.events = new RareEvents(log, tail, decoder, EventCatalogue.standard().declares(events).types(),
        event -> state = fold.apply(state, event));
    this.state = initial;
    this.known = new Known<>(0, initial);
  }

  /**
   * What is known when everything up to the position has been read; reads it if need be.
   *
   * @throws io.anamnesis.eventstore.LogUnavailable if the database could not be asked
   */
  public S upTo(long position) {
    Known<S> now = known;
    return now.position >= position ? now.state : catchUp(position);
  }

  /** What is known when everything has been read that is in the log now. */
  public S now() {
    return upTo(log.head());
  }

  private synchronized S catchUp(long position) {
    events.catchUp(position);
    known = new Known<>(events.position(), state);
    return state;
  }
}
