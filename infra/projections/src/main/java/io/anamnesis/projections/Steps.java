package io.anamnesis.projections;

import java.util.Optional;

/** A life with a view's state before and after each event, one event after the other. For one thread. */
public interface Steps<S> {

  /**
   * The next event of the life; empty at its end.
   *
   * @throws io.anamnesis.events.UnknownRevision at an event of a declared type that is newer than this build
   */
  Optional<Replay.Step<S>> next();
}
