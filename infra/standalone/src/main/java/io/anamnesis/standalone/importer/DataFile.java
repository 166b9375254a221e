package io.anamnesis.standalone.importer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** A file to read, on disk or shipped inside the program; unpacked on the fly when its name ends in {@code .gz}. */
sealed interface DataFile {
  /** The last part of the path, with any {@code .gz}. */
  String fileName();

  /** Bytes as stored, packed or not. */
  long size();

  /** As stored. */
  InputStream openStored() throws IOException;

  /** A file of this name in the same folder; null when there is none. */
  @Nullable
  DataFile neighbour(String name);

  /** The file name without {@code .gz}: what mappings name. */
  default String name() {
    return fileName().endsWith(".gz") ? fileName().substring(0, fileName().length() - 3) : fileName();
  }

  /** Its bytes, unpacked. */
  default InputStream open() throws IOException {
    return unpack(openStored());
  }

  /** The same bytes as of {@link #openStored}, unpacked if this file is packed. */
  default InputStream unpack(InputStream stored) throws IOException {
    return fileName().endsWith(".gz") ? new GZIPInputStream(stored, 1 << 16) : stored;
  }

  static DataFile of(Path path) {
    return new OnDisk(path.toAbsolutePath().normalize());
  }

  /** @param path of a resource on the class path */
  static DataFile resource(String path) {
    return new Shipped(path);
  }

  /** A file on disk. */
  record OnDisk(Path path) implements DataFile {
    @Override
    public String fileName() {
      return path.getName(path.getNameCount() - 1).toString();
    }

    @Override
    public long size() {
      try {
        return Files.size(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream openStored() throws IOException {
      return Files.newInputStream(path);
    }

    @Override
    public @Nullable DataFile neighbour(String name) {
      Path beside = path.resolveSibling(name);
      return Files.isRegularFile(beside) ? new OnDisk(beside) : null;
    }
  }

  /** A file shipped inside the program. */
  record Shipped(String path) implements DataFile {
    @Override
    public String fileName() {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public long size() {
      try (InputStream in = openStored()) {
        return in.transferTo(java.io.OutputStream.nullOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InputStream openStored() throws IOException {
      InputStream in = Shipped.class.getResourceAsStream("/" + path);
      if (in == null) {
        throw new IOException("the program lacks " + path);
      }
      return in;
    }

    @Override
    public @Nullable DataFile neighbour(String name) {
      String beside = path.substring(0, path.lastIndexOf('/') + 1) + name;
      return Shipped.class.getResource("/" + beside) == null ? null : new Shipped(beside);
    }
  }
}
