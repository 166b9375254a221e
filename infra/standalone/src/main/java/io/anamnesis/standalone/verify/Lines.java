package io.anamnesis.standalone.verify;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time, each with its newline and none longer than can be held. */
final class Lines implements Closeable {
  private static final int LONGEST = 64 << 20;

  private final String name;
  private final InputStream in;

  Lines(String name, InputStream in) {
    this.name = name;
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** Without its newline; null at the end of the file. */
  byte @Nullable [] next() throws IOException {
    int first = in.read();
    if (first < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (int one = first; one != '\n'; one = in.read()) {
      if (one < 0 || line.size() >= LONGEST) {
        throw new Unreadable(name + " ends within a line, or has one that is too long");
      }
      line.write(one);
    }
    return line.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
