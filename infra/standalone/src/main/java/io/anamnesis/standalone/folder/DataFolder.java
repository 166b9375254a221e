package io.anamnesis.standalone.folder;

import io.anamnesis.eventstore.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where an instance keeps what, all below one folder.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
  private static final String STANDARD_URL = "http://127.0.0.1:8080";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  public DataFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** {@code ~/.anamnesis}. */
  public static DataFolder standard() {
    return new DataFolder(Path.of(System.getProperty("user.home"), ".anamnesis"));
  }

  /** PostgreSQL's own folder. */
  public Path postgres() {
    return root.resolve("postgres");
  }

  /** Held while an instance runs on this folder. */
  public Path lock() {
    return root.resolve("lock");
  }

  public Path keys() {
    return root.resolve("keys");
  }

  /** The key that wraps the others. */
  public Path keyEncryptionKey() {
    return keys().resolve("kek.json");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  /** The secret key that the log signs with. */
  public Path logKey() {
    return root.resolve("log.skey");
  }

  /** The public one, for whoever checks. */
  public Path logPublicKey() {
    return root.resolve("log.vkey");
  }

  /** What else is kept of the log, and of the log of reads, outside of their database, which would not know it where it was set back. */
  private List<Path> besideLogKey() {
    return Stream
        .of("log.checkpoint", "log.statements", "log.next.skey", "reads.skey", "reads.vkey", "reads.checkpoint",
            "reads.statements", "reads.next.skey")
        .map(root::resolve).toList();
  }

  /** Which keys of persons were destroyed: to be kept apart from a copy of the folder {@link #postgres}. */
  public Path erasureList() {
    return root.resolve("erasures.list");
  }

  /** A token for each role, for trying things out. */
  public Path demoTokens() {
    return root.resolve("demo-tokens.json");
  }

  /** The token of a second member of staff, for trying out what takes two. */
  public Path demoApprover() {
    return root.resolve("demo-approver.json");
  }

  /** Name and secret of a client for each role. */
  public Path demoClients() {
    return root.resolve("demo-clients.json");
  }

  /** Where the instance that runs on this folder answers. */
  public Path url() {
    return root.resolve("url");
  }

  /**
   * Where an instance answers, seen from outside: as the one that runs on this folder noted, or else where it does by itself.
   *
   * @throws IllegalArgumentException if what was noted is no URL
   */
  public URI instance() throws IOException {
    return URI.create(Files.exists(url()) ? Files.readString(url()).strip() : STANDARD_URL);
  }

  /**
   * The demo token of a role; empty where no instance has left any.
   *
   * @throws IOException if they cannot be read
   */
  public Optional<String> demoToken(String role) throws IOException {
    if (!Files.exists(demoTokens())) {
      return Optional.empty();
    }
    try {
      return Optional.of(JsonMapper.shared().readTree(Files.readString(demoTokens())).path(role).asString());
    } catch (JacksonException damaged) {
      throw new IOException(damaged);
    }
  }

  /** Makes the folder and what is below it, and marks it as an instance's. */
  public void create() throws IOException {
    for (Path path : List.of(root, keys(), logs())) {
      if (!Files.exists(path)) {
        createPrivately(path);
      }
    }
    if (!Files.exists(mark())) {
      Files.writeString(mark(), "The data of an Anamnesis instance. Its keys are here too: keep the folder private.\n");
    }
  }

  /**
   * Removes all that an instance keeps here, and nothing else; the lock stays with its holder.
   *
   * @throws IOException if the folder holds files but is not an instance's
   */
  public void reset() throws IOException {
    if (!Files.exists(mark())) {
      try (Stream<Path> files = Files.list(root)) {
        if (files.anyMatch(file -> !file.equals(lock()))) {
          throw new IOException("The folder " + root + " holds files that are not Anamnesis's. Nothing was removed.");
        }
      }
      return;
    }
    List<Path> kept = new ArrayList<>(besideLogKey());
    kept.addAll(List.of(url(), demoTokens(), demoApprover(), demoClients(), logs(), postgres(),
        root.resolve("postgres.unfinished"),
        logKey(), logPublicKey(), erasureList(), keys()));
    for (Path path : kept) {
      remove(path);
      for (Path draft : PrivateFile.draftsOf(path)) {
        remove(draft);
      }
    }
    remove(mark());
  }

  private Path mark() {
    return root.resolve("anamnesis.txt");
  }

  /** Removes a file, or a folder with all that is in it; links are not followed. */
  public static void remove(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      for (Path each : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  private static void createPrivately(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Writes a file that only its owner can read, whole or not at all; it is on the disk on return. */
  public static void writePrivately(Path file, String content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    FileAttribute<?>[] attributes = file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
    Files.createFile(unfinished, attributes);
    Files.writeString(unfinished, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(
        Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is expected, not the root of a file system"));
  }

  /** Puts on the disk which files a folder has, where the platform can. */
  public static void force(Path folder) throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    } catch (AccessDeniedException notOpened) {
      // Not every platform opens a folder.
    }
  }
}
