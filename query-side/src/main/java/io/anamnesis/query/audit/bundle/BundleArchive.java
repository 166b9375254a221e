package io.anamnesis.query.audit.bundle;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip that is written in one way only, while it is sent: every file deflated, with its sizes behind it and one date for all; last
 * {@code SHA256SUMS} of all files before it; and a comment with the digest of every byte before that digest. So a byte that
 * changes is seen wherever it lies, and nothing can be put between the files.
 */
final class BundleArchive {
  static final String SUMS = "SHA256SUMS";
  static final String COMMENT = "anamnesis-bundle 1 sha256:";

  /** Midnight, whatever the machine's zone is: an archive of the same bundle is the same bytes. */
  private static final LocalDateTime DATE = LocalDateTime.of(2000, 1, 1, 0, 0);

  private final SealedOutput sealed;
  private final ZipOutputStream zip;
  private final StringBuilder sums = new StringBuilder();

  BundleArchive(OutputStream out) {
    this.sealed = new SealedOutput(out);
    this.zip = new ZipOutputStream(sealed, StandardCharsets.UTF_8);
    zip.setComment(COMMENT + "0".repeat(SealedOutput.HELD));
  }

  /** What a file holds. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  void add(String name, Content content) throws IOException {
    MessageDigest sha256 = SealedOutput.sha256();
    write(name, out -> {
      OutputStream summed = new DigestOutputStream(out, sha256);
      content.writeTo(summed);
      summed.flush();
    });
    sums.append(HexFormat.of().formatHex(sha256.digest())).append("  ").append(name).append('\n');
  }

  void add(String name, String text) throws IOException {
    add(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private void write(String name, Content content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    zip.putNextEntry(entry);
    content.writeTo(new StillOpen(zip));
    zip.closeEntry();
  }

  /** Only what is finished is a bundle: without its end nobody takes a part for the whole. */
  void finish() throws IOException {
    write(SUMS, out -> out.write(sums.toString().getBytes(StandardCharsets.US_ASCII)));
    zip.finish();
    sealed.finish();
  }

  /** A content that closes or flushes its file does so to nothing else. No file is longer than its size can be told. */
  private static final class StillOpen extends FilterOutputStream {
    private long length;

    StillOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      length += count;
      SealedOutput.refuseBeyond(length);
      out.write(bytes, offset, count);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
