package io.anamnesis.eventstore.proof;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A signature line of a note: who is said to have signed, and the signature. */
public final class NoteSignature {
  static final String DASH = "— ";

  private final String name;
  private final int keyId;
  private final byte[] signature;

  NoteSignature(String name, int keyId, byte[] signature) {
    this.name = KeyName.checked(name);
    this.keyId = keyId;
    this.signature = signature.clone();
  }

  /**
   * @param line without its newline
   * @throws MalformedProof if it is no such line
   */
  public static NoteSignature parse(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new MalformedProof("a signature line is an em dash, a name and a signature, with a space between each");
    }
    byte[] bytes = Base64Text.decoded(line.substring(space + 1));
    if (bytes.length <= Integer.BYTES) {
      throw new MalformedProof("a signature line holds the four bytes of a key's id and a signature");
    }
    return new NoteSignature(line.substring(DASH.length(), space), ByteBuffer.wrap(bytes).getInt(),
        Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
  }

  public String name() {
    return name;
  }

  public int keyId() {
    return keyId;
  }

  byte[] signature() {
    return signature.clone();
  }

  /** Without the newline. */
  public String line() {
    byte[] bytes =
        ByteBuffer.allocate(Integer.BYTES + signature.length).putInt(keyId).put(signature).array();
    return DASH + name + " " + Base64Text.of(bytes);
  }

  /** Whether the key is named as the one that signed; says nothing of whether it did. */
  public boolean isOf(VerifierKey key) {
    return name.equals(key.name()) && keyId == key.id();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteSignature that && line().equals(that.line());
  }

  @Override
  public int hashCode() {
    return line().hashCode();
  }

  @Override
  public String toString() {
    return line();
  }
}
