package io.anamnesis.projections;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file for what memory does not suffice for, readable by its owner only. Its name is taken away as soon as it is
 * open: so it is gone with its process, however that ends. One thread appends, any number read what was appended.
 */
final class SpillFile implements AutoCloseable {
  private final FileChannel channel;
  private long end;

  private SpillFile(FileChannel channel) {
    this.channel = channel;
  }

  /** @throws UncheckedIOException if there is no such folder, or no right to write there */
  static SpillFile in(Path folder) {
    try {
      return new SpillFile(FileChannel.open(Files.createTempFile(folder, "anamnesis-rebuild-", ".events"),
          StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    } catch (IOException failed) {
      throw new UncheckedIOException("no temporary file in " + folder, failed);
    }
  }

  /**
   * @return where it can be read
   * @throws UncheckedIOException if the disk is full, among others
   */
  long append(ByteBuffer bytes) {
    long at = end;
    try {
      while (bytes.hasRemaining()) {
        end += channel.write(bytes, end);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("events cannot be set aside", failed);
    }
    return at;
  }

  /** So many bytes from a place on. */
  ByteBuffer read(long at, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, at + bytes.position()) < 0) {
          throw new EOFException();
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("events that were set aside cannot be read", failed);
    }
    return bytes.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
