package io.anamnesis.events.loyalty;

import static io.anamnesis.events.FieldClass.STAFF_REASON;

import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.StaffId;
import io.anamnesis.events.Upcaster;
import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Revision 1 did not keep by which version a level was given. */
public final class TierOverriddenProgramme implements Upcaster {
  @Override
  public String type() {
    return "loyalty.tier-overridden";
  }

  @Override
  public int fromRevision() {
    return 1;
  }

  /** Revision 1. */
  record WithoutProgramme(UUID overrideId, int level, Instant from, Instant until,
      @Personal(STAFF_REASON) Sealed reason,
      StaffId by) {}

  @Override
  public Class<? extends Record> before() {
    return WithoutProgramme.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    return payload;
  }
}
