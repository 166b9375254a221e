package io.anamnesis.standalone.verify;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/** A file out of an archive, that is as long as the archive says and has the checksum that it says: no bomb goes off. */
final class ArchivedFile extends FilterInputStream {
  private final ZipEntry entry;
  private final CRC32 checksum = new CRC32();
  private long left;

  ArchivedFile(InputStream in, ZipEntry entry) {
    super(in);
    this.entry = entry;
    this.left = entry.getSize();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = super.read(bytes, offset, length);
    if (read > 0) {
      checksum.update(bytes, offset, read);
      left -= read;
    }
    if (left < 0 || (read < 0 && (left > 0 || checksum.getValue() != entry.getCrc()))) {
      throw new ZipException(entry.getName() + " is not what the archive says of it");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    return readNBytes(Math.toIntExact(Math.min(count, 1 << 16))).length;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
