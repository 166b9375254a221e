package io.anamnesis.eventstore.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The secret half of a key, in text {@code PRIVATE+KEY+<name>+<id>+<base 64 of kind and seed>}, as Go's package {@code note}
 * writes it. Never in a message, a log line or {@link #toString}.
 */
public final class SignerKey {
  private static final String PREFIX = "PRIVATE+KEY+";

  private final byte[] seed;
  private final KeyPair pair;
  private final VerifierKey verifier;

  private SignerKey(String name, KeyKind kind, byte[] seed) {
    this.seed = seed.clone();
    this.pair = Ed25519.pair(seed);
    this.verifier = new VerifierKey(name, kind, Ed25519.raw(pair.getPublic()));
  }

  public static SignerKey generate(String name, KeyKind kind) {
    return new SignerKey(name, kind, Ed25519.newSeed());
  }

  /** @throws MalformedProof if it is no secret key, or if its id is not its own */
  public static SignerKey parse(String text) {
    String[] parts = text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
    byte[] typed = parts.length == 3 ? Base64Text.decoded(parts[2]) : new byte[0];
    if (typed.length != 1 + Ed25519.KEY_BYTES) {
      throw new MalformedProof("a secret key is PRIVATE+KEY+<name>+<id>+<key>");
    }
    SignerKey key = new SignerKey(parts[0], KeyKind.of(typed[0]), Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().toHexDigits(key.verifier.id()).equals(parts[1])) {
      throw new MalformedProof("the id of the secret key is not that of its name and key");
    }
    return key;
  }

  /** The secret itself: for a file that its owner alone can read. */
  public String secretText() {
    byte[] typed = ByteBuffer.allocate(1 + seed.length).put(verifier.kind().code()).put(seed).array();
    return PREFIX + verifier.name() + "+" + HexFormat.of().toHexDigits(verifier.id()) + "+" + Base64Text.of(typed);
  }

  public VerifierKey verifier() {
    return verifier;
  }

  /** Signs a text that ends with a newline, as {@link KeyKind#NOTE}. */
  public NoteSignature sign(String text) {
    require(KeyKind.NOTE);
    return new NoteSignature(verifier.name(), verifier.id(), Ed25519.sign(pair.getPrivate(), bytes(text)));
  }

  /** Signs the text of a checkpoint together with the time, in whole seconds, as {@link KeyKind#COSIGNATURE}. */
  public NoteSignature cosign(String text, Instant at) {
    require(KeyKind.COSIGNATURE);
    long time = at.getEpochSecond();
    byte[] signature = Ed25519.sign(pair.getPrivate(), Cosignature.message(time, bytes(text)));
    return new NoteSignature(verifier.name(), verifier.id(), Cosignature.of(time, signature));
  }

  private void require(KeyKind kind) {
    if (verifier.kind() != kind) {
      throw new IllegalStateException("a key for " + verifier.kind() + " does not sign as " + kind);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The public half. */
  @Override
  public String toString() {
    return verifier.text();
  }
}
