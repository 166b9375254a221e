package io.anamnesis.events.audit;

import static io.anamnesis.events.FieldClass.UNCLASSIFIED;
import static io.anamnesis.events.Personal.Format.ANY;

import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import io.anamnesis.events.Upcaster;
import tools.jackson.databind.node.ObjectNode;

/**
 * Revision 1 of a correction had its content sealed as one, whatever the type; revision 2 seals it field by field. What the
 * type is was not kept then, so the payload stays as it is: to be shown, and without effect.
 */
public final class CorrectionSealedWhole implements Upcaster {
  @Override
  public String type() {
    return "fact.corrected";
  }

  @Override
  public int fromRevision() {
    return 1;
  }

  /** Revision 1. */
  record Whole(AuditEvent.Reference corrects, @Personal(value = UNCLASSIFIED, format = ANY) Sealed data) {}

  @Override
  public Class<? extends Record> before() {
    return Whole.class;
  }

  @Override
  public ObjectNode upcast(ObjectNode payload) {
    return payload;
  }
}
