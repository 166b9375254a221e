package io.anamnesis.events.insight;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.Decision;

/** What is registered of the types that sources make up themselves, on the stream {@code event-schema:<type>}. */
public sealed interface SchemaEvent extends CustomerEvent {

  /**
   * From now on facts of the type are sealed by this schema, in every process. It never changes: another one is the next
   * revision. Who registered it is the actor in the metadata.
   *
   * @param eventType a type {@code x.…}
   * @param revision 2, 3, 4 … of the type: revision 1 is that of facts for which nothing was registered
   * @param contentHash SHA-256 of the schema's canonical JSON, as 64 lower-case hex digits
   * @param schema JSON Schema, as it was told
   */
  @Decision(value = "insight.schema-registered", ofCustomer = false)
  record SchemaRegistered(String eventType, int revision, String contentHash, String schema) implements SchemaEvent {}
}
