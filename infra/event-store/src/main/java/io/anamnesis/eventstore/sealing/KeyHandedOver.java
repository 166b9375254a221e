package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.VerifierKey;

/** Another process of the command side made a new key, which is not on this machine yet. The other one seals meanwhile. */
final class KeyHandedOver extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  KeyHandedOver(VerifierKey next, Object file) {
    super("the log was handed over to the key " + next.text() + ", and " + file
        + " holds an earlier one: bring the new file to this machine");
  }
}
