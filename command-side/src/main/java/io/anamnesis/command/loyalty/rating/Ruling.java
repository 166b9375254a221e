package io.anamnesis.command.loyalty.rating;

import io.anamnesis.events.loyalty.ReviewEvent.Hold;

/** Whether what rules give for an interaction is given out. */
sealed interface Ruling {
  Ruling FREE = new Free();
  Ruling DENIED = new Denied();

  /** It is. */
  record Free() implements Ruling {}

  /** Not before a person has looked at it. */
  record Held(Hold hold) implements Ruling {}

  /** A person has refused it. */
  record Denied() implements Ruling {}
}
