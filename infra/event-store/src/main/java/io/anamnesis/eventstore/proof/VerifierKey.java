package io.anamnesis.eventstore.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The public half of a key, in text {@code <name>+<id in hexadecimal>+<base 64 of kind and key>} (C2SP signed-note's vkey).
 */
public final class VerifierKey {
  private final String name;
  private final KeyKind kind;
  private final byte[] raw;
  private final PublicKey key;

  VerifierKey(String name, KeyKind kind, byte[] raw) {
    this.name = KeyName.checked(name);
    this.kind = kind;
    this.raw = raw.clone();
    this.key = Ed25519.publicKey(raw);
  }

  /** @throws MalformedProof if it is no vkey of a kind that is known here, or if its id is not its own */
  public static VerifierKey parse(String vkey) {
    String[] parts = vkey.split("\\+", 3);
    if (parts.length != 3) {
      throw new MalformedProof("a public key is <name>+<id>+<key>");
    }
    byte[] typed = Base64Text.decoded(parts[2]);
    if (typed.length != 1 + Ed25519.KEY_BYTES) {
      throw new MalformedProof("the last part of a public key is the base 64 of 33 bytes");
    }
    VerifierKey key =
        new VerifierKey(parts[0], KeyKind.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
      throw new MalformedProof("the id of the public key is not that of its name and key");
    }
    return key;
  }

  public String name() {
    return name;
  }

  public KeyKind kind() {
    return kind;
  }

  /** The first four bytes of a hash over name, kind and key. */
  public int id() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Hash.sha256(named, typed()).bytes()).getInt();
  }

  /** As {@link #parse} reads it. */
  public String text() {
    return name + "+" + HexFormat.of().toHexDigits(id()) + "+" + Base64Text.of(typed());
  }

  private byte[] typed() {
    return ByteBuffer.allocate(1 + raw.length).put(kind.code()).put(raw).array();
  }

  boolean verifies(byte[] text, NoteSignature signature) {
    byte[] signed = signature.signature();
    return switch (kind) {
      case NOTE -> Ed25519.verify(key, text, signed);
      case COSIGNATURE -> signed.length == Cosignature.BYTES && isTime(Cosignature.seconds(signed))
          && Ed25519.verify(key, Cosignature.message(Cosignature.seconds(signed), text), Cosignature.signature(signed));
    };
  }

  private static boolean isTime(long seconds) {
    return seconds >= 0 && seconds <= Instant.MAX.getEpochSecond();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifierKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  /** As {@link #text}. */
  @Override
  public String toString() {
    return text();
  }
}
