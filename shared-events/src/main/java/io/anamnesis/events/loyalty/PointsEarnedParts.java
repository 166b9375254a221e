package io.anamnesis.events.loyalty;

import io.anamnesis.events.Upcaster;
import java.math.BigDecimal;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revision 1 of an award named the sum alone; revision 2 says of which parts it is made, and what the rule saw. Then it was
 * of one part, and what was seen is not known.
 */
public final class PointsEarnedParts implements Upcaster {
  @Override
  public String type() {
    return "loyalty.points-earned";
  }

  @Override
  public int fromRevision() {
    return 1;
  }

  /** Revision 1. */
  record Undivided(UUID cause, String causeType, String programme, String rule, long points, BigDecimal multiplier,
      int level, LoyaltyEvent.Lot lot) {}

  @Override
  public Class<? extends Record> before() {
    return Undivided.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    payload.putArray("parts").addObject().set("points", payload.path("points"));
    payload.putArray("values");
    return payload;
  }
}
