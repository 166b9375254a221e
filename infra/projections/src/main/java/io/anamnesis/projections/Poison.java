package io.anamnesis.projections;

import io.anamnesis.events.UnknownRevision;
import io.anamnesis.eventstore.LogUnavailable;
import io.anamnesis.eventstore.personal.TokenUnavailable;
import java.sql.SQLException;

/** Tells an event that will fail again and again from a failure around it. */
final class Poison {

  private Poison() {}

  /**
   * Notes a failure to decode or fold an event. What is no fault of the event is thrown on: an unknown revision must stop
   * the reader, a failing database, or a token of keys
   * that is away, be tried again.
   */
  static Parked park(String key, long position, Throwable failure) {
    if (failure instanceof UnknownRevision unknown) {
      throw unknown;
    }
    if (failure instanceof RuntimeException around && isAround(failure)) {
      throw around;
    }
    return new Parked(key, position, FailureNote.of(failure));
  }

  private static boolean isAround(Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; depth < 20 && at != null; depth++) {
      if (at instanceof SQLException || at instanceof LogUnavailable || at instanceof TokenUnavailable) {
        return true;
      }
      at = at.getCause();
    }
    return false;
  }
}
