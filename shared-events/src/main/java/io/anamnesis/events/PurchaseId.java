package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one purchase, as the source numbers it. */
public record PurchaseId(@JsonValue String value) implements Id {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PurchaseId {
    Id.check(value);
  }
}
