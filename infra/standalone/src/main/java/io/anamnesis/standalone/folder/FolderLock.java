package io.anamnesis.standalone.folder;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Held while an instance runs on a folder. The system lets go of it when the process ends, however it ends. */
public final class FolderLock implements AutoCloseable {
  /** The system lets go of a lock as soon as its process closes any channel on the file: so each has one only. */
  private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel channel;

  private FolderLock(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /** @return nothing if another instance runs on the folder */
  public static Optional<FolderLock> acquire(DataFolder folder) throws IOException {
    Files.createDirectories(folder.root());
    Path root = folder.root().toRealPath();
    if (!HELD_BY_THIS_PROCESS.add(root)) {
      return Optional.empty();
    }
    Optional<FolderLock> acquired = Optional.empty();
    try {
      acquired = lock(root, folder.lock());
      return acquired;
    } finally {
      if (acquired.isEmpty()) {
        HELD_BY_THIS_PROCESS.remove(root);
      }
    }
  }

  private static Optional<FolderLock> lock(Path root, Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(new FolderLock(root, channel));
  }

  @Override
  public synchronized void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } finally {
      HELD_BY_THIS_PROCESS.remove(root);
    }
  }
}
