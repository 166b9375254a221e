package io.anamnesis.events.loyalty;

import io.anamnesis.events.Upcaster;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.Value;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Up to revision 2 an award was decided for its cause alone, without caps, and left out what a condition saw of a
 * purchase's lines; revision 3 says what led to it.
 */
public final class PointsEarnedBecause implements Upcaster {
  @Override
  public String type() {
    return "loyalty.points-earned";
  }

  @Override
  public int fromRevision() {
    return 2;
  }

  /** Revision 2. */
  record ForItsCause(UUID cause, String causeType, String programme, String rule, long points, BigDecimal multiplier,
      int level, Lot lot, List<Part> parts, List<Value> values) {}

  record Part(@Nullable Integer line, @Nullable BigDecimal base, @Nullable Currency currency, long points) {}

  @Override
  public Class<? extends Record> before() {
    return ForItsCause.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    payload.set("because", payload.path("cause"));
    payload.put("position", 0);
    payload.path("parts").forEach(part -> ((ObjectNode) part).putArray("values"));
    return payload;
  }
}
