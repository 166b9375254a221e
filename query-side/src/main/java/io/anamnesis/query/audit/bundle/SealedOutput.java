package io.anamnesis.query.audit.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Passes on what is written, but for the last {@value #HELD} bytes, which become the SHA-256, in hexadecimal, of all before them.
 * What is there in their place is for room only.
 */
final class SealedOutput extends OutputStream {
  static final int HELD = 64;
  private static final long LIMIT = (1L << 32) - 1;

  private final OutputStream out;
  private final MessageDigest sha256 = sha256();
  private final byte[] held = new byte[HELD];
  private int count;
  private long passed;

  SealedOutput(OutputStream out) {
    this.out = out;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[]{(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int over = Math.max(0, count + length - HELD);
    int ofHeld = Math.min(over, count);
    pass(held, 0, ofHeld);
    System.arraycopy(held, ofHeld, held, 0, count - ofHeld);
    count -= ofHeld;
    pass(bytes, offset, over - ofHeld);
    System.arraycopy(bytes, offset + over - ofHeld, held, count, length - over + ofHeld);
    count += length - over + ofHeld;
  }

  private void pass(byte[] bytes, int offset, int length) throws IOException {
    passed += length;
    refuseBeyond(passed);
    sha256.update(bytes, offset, length);
    out.write(bytes, offset, length);
  }

  /** Numbers of a zip without its extensions end here, and what is beyond them would be written as another number. */
  static void refuseBeyond(long bytes) throws IOException {
    if (bytes >= LIMIT) {
      throw new IOException("a bundle, and each of its files, is less than 4 GiB");
    }
  }

  void finish() throws IOException {
    if (count < HELD) {
      throw new IllegalStateException("there is no room for a digest");
    }
    out.write(HexFormat.of().formatHex(sha256.digest()).getBytes(StandardCharsets.US_ASCII));
    count = 0;
    out.flush();
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }
}
