package io.anamnesis.events.loyalty;

import io.anamnesis.events.Upcaster;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Revision 1 did not keep what the rule saw; revision 2 does, and says what led to the decision. */
public final class PointsNotEarnedBecause implements Upcaster {
  @Override
  public String type() {
    return "loyalty.points-not-earned";
  }

  @Override
  public int fromRevision() {
    return 1;
  }

  /** Revision 1. */
  record Unseen(UUID cause, String causeType, String programme, String rule, Reason reason) {}

  /** What it could be then. */
  enum Reason {
    BELOW_ONE_POINT, NO_RULE_APPLIES
  }

  @Override
  public Class<? extends Record> before() {
    return Unseen.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    payload.set("because", payload.path("cause"));
    payload.put("position", 0);
    payload.putArray("parts");
    payload.putArray("values");
    return payload;
  }
}
