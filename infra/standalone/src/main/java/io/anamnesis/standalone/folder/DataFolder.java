package io.anamnesis.standalone.folder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where an instance keeps what, all below one folder.
 *
 * @param root absolute
 */
public record DataFolder(Path root) {
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

  public Path logs() {
    return root.resolve("logs");
  }

  /** A token for each role, for trying things out. */
  public Path demoTokens() {
    return root.resolve("demo-tokens.json");
  }

  /** Name and secret of a client for each role. */
  public Path demoClients() {
    return root.resolve("demo-clients.json");
  }

  /** Where the instance that runs on this folder answers. */
  public Path url() {
    return root.resolve("url");
  }

  /** Writes a file that only its owner can read, whole or not at all. */
  public static void writePrivately(Path file, String content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    FileAttribute<?>[] attributes = file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
    Files.createFile(unfinished, attributes);
    try (var channel = Files.newByteChannel(unfinished, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
      var bytes = java.nio.ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
