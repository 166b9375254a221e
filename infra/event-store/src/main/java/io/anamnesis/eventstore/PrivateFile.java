package io.anamnesis.eventstore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A text in a file that its owner alone can read: whole and on the disk as soon as it can be seen. A process that is killed while it
 * writes leaves a draft beside it, {@code .<name>.<digits>.new}, which is deleted by who writes the file next.
 *
 * @param holds what is in it, for messages: {@code the key-encryption key}
 */
public record PrivateFile(Path path, String holds) {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateFile.class);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final String ROOT = "a file is expected, not the root of a file system";
  private static final String DRAFT = ".new";
  /** As earlier builds named drafts, of whatever file. */
  private static final Pattern FORMER_DRAFT = Pattern.compile("private\\d+\\.new");
  /** A draft that is older belongs to nobody any more: to write one takes milliseconds. */
  private static final Duration DRAFTED = Duration.ofMinutes(1);
  /** A lock of a file keeps other processes out, not other threads. */
  private static final ReentrantLock APPENDING = new ReentrantLock();

  public PrivateFile {
    path = path.toAbsolutePath();
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /** @throws IllegalStateException if others may read it */
  public String read() {
    refuseIfOthersMayRead();
    try {
      return Files.readString(path);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(holds + " cannot be read", unreadable);
    }
  }

  /** Makes the file, unless it is there or somebody else makes it first. */
  public void create(String text) {
    write(text, PrivateFile::publish);
  }

  /** Makes the file, in the place of the one that may be there. */
  public void replace(String text) {
    write(text, (draft, file) -> Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING));
  }

  /**
   * Adds to the file; what is added is on the disk on return. What comes after the size is cut off first if it is a line that was not
   * finished.
   *
   * @param size in bytes, of the whole lines that the caller has read
   * @return false, and nothing is done, if there are not just these: another has written meanwhile
   */
  public boolean append(long size, String text) {
    APPENDING.lock();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock alone = channel.lock()) {
      if (channel.size() < size || hasWholeLine(channel, size)) {
        return false;
      }
      channel.truncate(size);
      channel.position(size);
      write(channel, text);
      force(folder(path));
      return true;
    } catch (IOException failed) {
      throw new UncheckedIOException(holds + " cannot be written", failed);
    } finally {
      APPENDING.unlock();
    }
  }

  private static boolean hasWholeLine(FileChannel channel, long from) throws IOException {
    ByteBuffer rest = ByteBuffer.allocate(Math.toIntExact(channel.size() - from));
    channel.position(from);
    while (rest.hasRemaining() && channel.read(rest) >= 0) {
      // Until all is read.
    }
    return new String(rest.array(), StandardCharsets.UTF_8).indexOf('\n') >= 0;
  }

  /** Brings a draft to where it is seen. */
  @FunctionalInterface
  private interface Publication {
    void publish(Path draft, Path file) throws IOException;
  }

  private void write(String text, Publication publication) {
    try {
      Path folder = folder(path);
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, start(path), DRAFT, ownerOnly(folder));
      try {
        write(draft, text);
        publication.publish(draft, path);
        force(folder);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(holds + " cannot be written", failed);
    }
    try {
      deleteDrafts(Instant.now().minus(DRAFTED));
    } catch (IOException unlisted) {
      LOG.warn("{} is written, but what killed processes may have left of it could not be looked for: {}", holds,
          unlisted.getClass().getName());
    }
  }

  /** What killed processes have left of this file. Nobody else may write it meanwhile. */
  public void deleteDrafts() {
    try {
      deleteDrafts(Instant.MAX);
    } catch (IOException failed) {
      throw new UncheckedIOException("drafts of " + holds + " cannot be deleted", failed);
    }
  }

  private void deleteDrafts(Instant before) throws IOException {
    for (Path draft : draftsOf(path)) {
      if (lastWritten(draft).isBefore(before)) {
        Files.deleteIfExists(draft);
      }
    }
  }

  /** The drafts of a file that lie beside it. */
  public static List<Path> draftsOf(Path file) throws IOException {
    String start = start(file);
    try (Stream<Path> files = Files.list(folder(file))) {
      return files.filter(found -> isDraft(name(found), start) || FORMER_DRAFT.matcher(name(found)).matches())
          .toList();
    }
  }

  private static String start(Path file) {
    return "." + name(file) + ".";
  }

  private static boolean isDraft(String name, String start) {
    return name.startsWith(start) && name.endsWith(DRAFT) && name.length() > start.length() + DRAFT.length()
        && name.substring(start.length(), name.length() - DRAFT.length()).chars().allMatch(Character::isDigit);
  }

  private static Instant lastWritten(Path draft) throws IOException {
    try {
      return Files.getLastModifiedTime(draft).toInstant();
    } catch (NoSuchFileException publishedMeanwhile) {
      return Instant.MAX;
    }
  }

  private static String name(Path file) {
    return Objects.requireNonNull(file.getFileName(), ROOT).toString();
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), ROOT);
  }

  private static void write(Path draft, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      write(channel, text);
    }
  }

  private static void write(FileChannel channel, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.force(true);
  }

  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // What the other made counts.
    } catch (UnsupportedOperationException noLinks) {
      Files.move(draft, file);
    }
  }

  /** Its entries outlast a power cut then, also one that another process made. */
  private static void force(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (AccessDeniedException notOpened) {
      // Not every platform opens a folder.
    }
  }

  private void refuseIfOthersMayRead() {
    if (!isPosix(path)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      permissions.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE));
      if (!permissions.isEmpty()) {
        throw new IllegalStateException(
            holds + " may be read by its owner only; put that right with: chmod 600 " + path);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(holds + " cannot be read", unreadable);
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path folder) {
    return isPosix(folder)
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
