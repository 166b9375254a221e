package io.anamnesis.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A word of an open, lower-case vocabulary (a channel, a business line). An unknown one is kept and counted under itself. */
public record Code(@JsonValue String value) implements Id {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Code {
    Id.check(value);
  }

  public boolean is(String other) {
    return value.equals(other);
  }
}
