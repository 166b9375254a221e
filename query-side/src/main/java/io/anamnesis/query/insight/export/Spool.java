package io.anamnesis.query.insight.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A temporary file that is written once and then read. Its name is gone as soon as it is open (where the system allows that:
 * any Unix), and with the last handle the file: not even a kill leaves one behind.
 */
public final class Spool implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final FileChannel file;
  private final MessageDigest sha256;
  private final OutputStream out;

  private Spool(FileChannel file, MessageDigest sha256) {
    this.file = file;
    this.sha256 = sha256;
    this.out = new BufferedOutputStream(new DigestOutputStream(Channels.newOutputStream(file), sha256), BUFFER);
  }

  public static Spool open() throws IOException {
    // Made first, as it is then readable by its owner alone.
    Path path = Files.createTempFile("anamnesis-export", null);
    try {
      return new Spool(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
          StandardOpenOption.DELETE_ON_CLOSE), MessageDigest.getInstance("SHA-256"));
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  public OutputStream out() {
    return out;
  }

  /** Once all is written; asked for once. */
  public byte[] sha256() throws IOException {
    out.flush();
    return sha256.digest();
  }

  public long size() throws IOException {
    return file.size();
  }

  /** All of it, from its beginning; any number may be read at once, and closing one closes nothing else. */
  public InputStream content() {
    return new SpoolInput(file);
  }

  public void sendTo(OutputStream to) throws IOException {
    content().transferTo(to);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
