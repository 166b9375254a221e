package io.anamnesis.eventstore.proof;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** {@code cosignature/v1} of C2SP tlog-cosignature: eight bytes of POSIX time, then the signature over it and the text. */
final class Cosignature {
  static final int BYTES = Long.BYTES + Ed25519.SIGNATURE_BYTES;

  private Cosignature() {}

  static byte[] message(long time, byte[] text) {
    byte[] head = ("cosignature/v1\ntime " + time + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(head.length + text.length).put(head).put(text).array();
  }

  static byte[] of(long time, byte[] signature) {
    return ByteBuffer.allocate(Long.BYTES + signature.length).putLong(time).put(signature).array();
  }

  static long seconds(byte[] cosignature) {
    return ByteBuffer.wrap(cosignature).getLong();
  }

  static byte[] signature(byte[] cosignature) {
    return Arrays.copyOfRange(cosignature, Long.BYTES, cosignature.length);
  }

  /** Of a line that was verified. */
  static Instant time(NoteSignature verified) {
    return Instant.ofEpochSecond(seconds(verified.signature()));
  }
}
