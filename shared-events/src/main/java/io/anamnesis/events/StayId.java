package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** Names one in-patient stay. */
public record StayId(@JsonValue String value) implements Id {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public StayId {
    Id.check(value);
  }
}
