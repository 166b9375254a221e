package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.Aead;

/** One reading of the key-encryption key: its primary key wraps, each of its keys unwraps. */
interface WrappingKeys {

  /** @throws TokenUnavailable from each of its calls, where the keys are in a token that does not answer */
  Aead aead();

  /** Begins whatever the primary key wraps: five bytes, as the key tables compare them. */
  byte[] prefix();

  /** How many keys there are: more than one while a rotation is under way. */
  int size();

  /** Whether the primary key is there to wrap, as far as that can be told. */
  default boolean canWrap() {
    return true;
  }
}
