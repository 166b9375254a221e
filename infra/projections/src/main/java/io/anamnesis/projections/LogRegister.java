package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.Subscription;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.LoggedEvent;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.util.List;
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
  /** Further behind, the server searches the log; closer, the pages that followers share are looked through. */
  private static final long NEAR = 5_000;
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final LogTail tail;
  private final EventDecoder decoder;
  private final Subscription declared;
  private final BiFunction<S, Recorded, S> fold;
  private volatile Known<S> known;

  private record Known<S>(long position, S state) {}

  /**
   * @param tail the one of the process
   * @param events few among those of the log, records or sealed families; no extensions
   */
  public LogRegister(EventLog log, LogTail tail, EventDecoder decoder, Set<Class<? extends CustomerEvent>> events,
      S initial, BiFunction<S, Recorded, S> fold) {
    this.log = log;
    this.tail = tail;
    this.decoder = decoder;
    this.declared = EventCatalogue.standard().declares(events);
    this.fold = fold;
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
    long before = -1;
    while (known.position < position && known.position > before) {
      before = known.position;
      known = position - before > NEAR ? search(known) : lookThrough(known);
    }
    return known.state;
  }

  private Known<S> search(Known<S> from) {
    // To the end at once: who follows the log from far behind does not wait for it again with each page.
    TypeSearch found = log.readTypes(declared.types(), from.position, log.head(), PAGE);
    S state = from.state;
    for (StoredEvent event : found.events()) {
      state = fold.apply(state, decoder.decode(event));
    }
    return new Known<>(Math.max(from.position, found.reached()), state);
  }

  private Known<S> lookThrough(Known<S> from) {
    List<LoggedEvent> page = tail.read(from.position, PAGE);
    S state = from.state;
    for (LoggedEvent event : page) {
      if (declared.test(event.type())) {
        state = fold.apply(state, event.recorded());
      }
    }
    return new Known<>(page.isEmpty() ? from.position : page.getLast().position(), state);
  }
}
