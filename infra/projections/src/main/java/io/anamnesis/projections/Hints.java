package io.anamnesis.projections;

import org.jspecify.annotations.Nullable;

/** Registrations for the log's hints. */
public final class Hints {

  private Hints() {}

  /** @param registration that {@code EventLog.onAppend} gave; null where there is none */
  public static void forget(@Nullable AutoCloseable registration) {
    if (registration == null) {
      return;
    }
    try {
      registration.close();
    } catch (Exception failed) {
      throw new IllegalStateException("a hint cannot be given back", failed);
    }
  }
}
