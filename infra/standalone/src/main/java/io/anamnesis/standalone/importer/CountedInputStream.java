package io.anamnesis.standalone.importer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** Tells how many bytes have been read so far: what a progress bar is drawn from. */
final class CountedInputStream extends FilterInputStream {
  private final LongConsumer listener;
  private long count;

  CountedInputStream(InputStream in, LongConsumer listener) {
    super(in);
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    if (read >= 0) {
      listener.accept(++count);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      count += read;
      listener.accept(count);
    }
    return read;
  }
}
