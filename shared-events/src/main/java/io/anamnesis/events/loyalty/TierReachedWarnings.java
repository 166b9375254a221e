package io.anamnesis.events.loyalty;

import io.anamnesis.events.Upcaster;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Revision 1 knew of no warnings: nobody was to be warned. */
public final class TierReachedWarnings implements Upcaster {
  @Override
  public String type() {
    return "loyalty.tier-reached";
  }

  @Override
  public int fromRevision() {
    return 1;
  }

  /** Revision 1. */
  record WithoutWarnings(UUID cause, String programme, int from, int level, long qualifyingPoints, Instant reachedAt,
      Instant validUntil) {}

  @Override
  public Class<? extends Record> before() {
    return WithoutWarnings.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    payload.putArray("warnings");
    return payload;
  }
}
