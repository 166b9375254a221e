package io.anamnesis.events.audit;

import static io.anamnesis.events.KeyKind.CONTACT;
import static io.anamnesis.events.KeyKind.RECORD;
import static io.anamnesis.events.Personal.Format.ANY;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Fact;
import io.anamnesis.events.Personal;
import io.anamnesis.events.Sealed;
import org.jspecify.annotations.Nullable;

/** What a source says later about a fact that it told earlier. Only the same source may. */
public sealed interface AuditEvent extends CustomerEvent {

  /** @param data the whole new content of the corrected fact */
  @Fact("fact.corrected")
  record FactCorrected(Reference corrects, @Personal(value = RECORD, format = ANY) Sealed data) implements AuditEvent {}

  @Fact("fact.withdrawn")
  record FactWithdrawn(Reference withdraws, @Personal(CONTACT) @Nullable Sealed reason) implements AuditEvent {}

  /** The identity of a fact. */
  record Reference(String source, String id) {}
}
