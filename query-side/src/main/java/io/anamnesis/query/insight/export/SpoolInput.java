package io.anamnesis.query.insight.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Reads a file from a place of its own, so that others may read it too. */
final class SpoolInput extends InputStream {
  private final FileChannel file;
  private long position;

  SpoolInput(FileChannel file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    int read = file.read(ByteBuffer.wrap(into, from, length), position);
    position += Math.max(0, read);
    return read;
  }
}
