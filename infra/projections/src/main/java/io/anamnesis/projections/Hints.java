package io.anamnesis.projections;

import org.jspecify.annotations.Nullable;

/** Registrations for the log's hints. */
final class Hints {

  private Hints() {}

  static void forget(@Nullable AutoCloseable registration) {
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
