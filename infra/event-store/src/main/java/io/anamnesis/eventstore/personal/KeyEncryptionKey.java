package io.anamnesis.eventstore.personal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * The key that wraps all other keys: a Tink keyset in a file that its owner alone can read. It is no part of the
 * database, nor of its backups.
 */
final class KeyEncryptionKey {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Aead aead;

  private KeyEncryptionKey(Aead aead) {
    this.aead = aead;
  }

  /** @throws IllegalStateException if others may read the file, or if it holds no keyset */
  static KeyEncryptionKey read(Path file) {
    refuseIfOthersMayRead(file);
    try {
      AeadConfig.register();
      KeysetHandle keyset =
          TinkJsonProtoKeysetFormat.parseKeyset(Files.readString(file),
              RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      return new KeyEncryptionKey(keyset.getPrimitive(RegistryConfiguration.get(), Aead.class));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the key-encryption key cannot be read", unreadable);
    } catch (GeneralSecurityException damaged) {
      throw new IllegalStateException("the key-encryption key's file holds no Tink keyset: " + file, damaged);
    }
  }

  /** Makes the file, unless somebody else makes it first. It is whole and on the disk as soon as it can be seen. */
  static void create(Path file) {
    try {
      AeadConfig.register();
      String keyset = TinkJsonProtoKeysetFormat.serializeKeyset(
          KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get()),
          RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
      Path target = file.toAbsolutePath();
      Path folder = Objects.requireNonNull(target.getParent(), "a file is expected, not the root of a file system");
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "kek", ".new", ownerOnly(folder));
      try {
        write(draft, keyset);
        publish(draft, target);
        force(folder);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the key-encryption key cannot be written", failed);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void write(Path draft, String keyset) throws IOException {
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer text = StandardCharsets.UTF_8.encode(keyset);
      while (text.hasRemaining()) {
        channel.write(text);
      }
      channel.force(true);
    }
  }

  private static void publish(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException madeMeanwhile) {
      // The other process's key counts; ours has wrapped nothing yet.
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

  byte[] wrap(byte[] key, byte[] context) {
    try {
      return aead.encrypt(key, context);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** @throws IllegalStateException if another key-encryption key wrapped it, or if it is damaged */
  byte[] unwrap(byte[] wrapped, byte[] context) {
    try {
      return aead.decrypt(wrapped, context);
    } catch (GeneralSecurityException foreign) {
      throw new IllegalStateException(
          "a stored key does not open: the key-encryption key is not the one that wrapped it, or the row is damaged",
          foreign);
    }
  }

  private static void refuseIfOthersMayRead(Path file) {
    if (!isPosix(file)) {
      return;
    }
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      permissions.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE));
      if (!permissions.isEmpty()) {
        throw new IllegalStateException(
            "the key-encryption key may be read by its owner only; put that right with: chmod 600 " + file);
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException("the key-encryption key cannot be read", unreadable);
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
