package io.anamnesis.standalone.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;

/**
 * The one way in which the archive of a bundle is written. All of its bytes follow from its files, but for the compressed ones,
 * and a digest in its comment is that of all before it. So no byte can be another one, nothing can lie between the files,
 * and no program that unpacks it sees other files than this one.
 */
record ArchiveLayout(FileChannel file, List<? extends ZipEntry> entries) {
  private static final byte[] COMMENT = "anamnesis-bundle 1 sha256:".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 64;
  private static final int LAST = 22;
  private static final int DESCRIPTOR = 16;
  /** Midnight on 1 January 2000, as MS-DOS tells it: an archive tells no time. */
  private static final int DATE = 20 << 9 | 1 << 5 | 1;

  /** Whether a file ends as the archive of a bundle does. */
  static boolean isClaimedBy(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      long comment = file.size() - DIGEST - COMMENT.length;
      return comment >= 0 && Arrays.equals(new ArchiveLayout(file, List.of()).part(comment, COMMENT.length), COMMENT);
    }
  }

  Optional<String> fault() throws IOException {
    long end = file.size() - DIGEST - COMMENT.length - LAST;
    if (end < 0) {
      return Optional.of("is cut off");
    }
    if (!Arrays.equals(part(file.size() - DIGEST, DIGEST), digest(file.size() - DIGEST))) {
      return Optional.of("was altered, or packed anew: its own digest is another one");
    }
    return isCanonical(end) ? Optional.empty() : Optional.of("is not laid out as that of a bundle is");
  }

  private boolean isCanonical(long end) throws IOException {
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    long at = 0;
    for (ZipEntry entry : entries) {
      byte[] local = local(entry);
      byte[] descriptor = bytes(DESCRIPTOR).putInt(0x08074b50).put(sizes(entry)).array();
      long behind = at + local.length + entry.getCompressedSize();
      if (!Arrays.equals(part(at, local.length), local) || !Arrays.equals(part(behind, DESCRIPTOR), descriptor)) {
        return false;
      }
      directory.writeBytes(central(entry, at));
      at = behind + DESCRIPTOR;
    }
    byte[] last = bytes(LAST + COMMENT.length).putInt(0x06054b50).putInt(0).putShort((short) entries.size())
        .putShort((short) entries.size()).putInt(directory.size()).putInt((int) at)
        .putShort((short) (COMMENT.length + DIGEST)).put(COMMENT).array();
    return at + directory.size() == end && Arrays.equals(part(at, directory.size()), directory.toByteArray())
        && Arrays.equals(part(end, last.length), last);
  }

  private static byte[] local(ZipEntry entry) {
    byte[] name = name(entry);
    return bytes(30 + name.length).putInt(0x04034b50).put(form()).put(new byte[12]).putShort((short) name.length)
        .putShort((short) 0).put(name).array();
  }

  private static byte[] central(ZipEntry entry, long at) {
    byte[] name = name(entry);
    return bytes(46 + name.length).putInt(0x02014b50).putShort((short) 20).put(form()).put(sizes(entry))
        .putShort((short) name.length).put(new byte[12]).putInt((int) at).put(name).array();
  }

  /** Version 2.0; sizes behind the file, names in UTF-8; deflated; the time. */
  private static byte[] form() {
    return bytes(10).putShort((short) 20).putShort((short) 0x0808).putShort((short) 8).putShort((short) 0)
        .putShort((short) DATE).array();
  }

  private static byte[] sizes(ZipEntry entry) {
    return bytes(12).putInt((int) entry.getCrc()).putInt((int) entry.getCompressedSize()).putInt((int) entry.getSize())
        .array();
  }

  private static byte[] name(ZipEntry entry) {
    return entry.getName().getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private byte[] part(long at, int length) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(length);
    while (part.hasRemaining() && file.read(part, at + part.position()) >= 0) {
      // A channel may give less than there is.
    }
    return part.array();
  }

  private byte[] digest(long length) throws IOException {
    MessageDigest sha256 = Sums.sha256();
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    for (long at = 0; at < length; at += buffer.position()) {
      buffer.clear().limit((int) Math.min(buffer.capacity(), length - at));
      if (file.read(buffer, at) < 0) {
        break;
      }
      sha256.update(buffer.array(), 0, buffer.position());
    }
    return HexFormat.of().formatHex(sha256.digest()).getBytes(StandardCharsets.US_ASCII);
  }
}
