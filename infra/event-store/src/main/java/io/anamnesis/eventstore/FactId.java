package io.anamnesis.eventstore;

import java.util.UUID;

/** The identity of a fact in the log: what its source calls it. */
public final class FactId {
  private static final UUID NAMESPACE = UUID.fromString("5b0f2a1e-7c1d-5d63-9a4b-0f6f0a4be001");

  private FactId() {}

  /** UUID version 5 of the length-prefixed CloudEvents source and id. The same pair gives the same id for ever. */
  public static UUID of(String source, String id) {
    return NameBasedUuid.of(NAMESPACE, source, id);
  }
}
