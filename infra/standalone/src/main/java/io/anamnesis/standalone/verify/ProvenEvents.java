package io.anamnesis.standalone.verify;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** {@code events.ndjson}, an event at a time. */
final class ProvenEvents implements Closeable {
  private final Lines lines;

  private ProvenEvents(Lines lines) {
    this.lines = lines;
  }

  static ProvenEvents of(BundleFiles files) throws IOException {
    return new ProvenEvents(files.lines("events.ndjson"));
  }

  /** Null behind the last. */
  @Nullable
  ProvenEvent next() throws IOException {
    byte[] line = lines.next();
    return line == null ? null : ProvenEvent.of(line);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
