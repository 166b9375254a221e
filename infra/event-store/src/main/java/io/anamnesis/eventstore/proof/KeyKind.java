package io.anamnesis.eventstore.proof;

/** What a key signs; part of its id, so that one kind of signature is never taken for the other. */
public enum KeyKind {
  /** Notes, as the log does (C2SP signed-note). */
  NOTE((byte) 0x01),
  /** Checkpoints of others, with the time, as a witness does (C2SP tlog-cosignature, {@code cosignature/v1}). */
  COSIGNATURE((byte) 0x04);

  private final byte code;

  KeyKind(byte code) {
    this.code = code;
  }

  byte code() {
    return code;
  }

  static KeyKind of(byte code) {
    for (KeyKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new MalformedProof("a key for Ed25519 notes (1) or cosignatures (4) is expected");
  }
}
