package io.anamnesis.eventstore.personal;

import java.nio.file.Path;

/** Where the key-encryption key comes from: a Tink keyset as JSON, which is no part of a database, nor of its backups. */
public sealed interface KekSource {

  /** A file that its owner alone can read; made where it is absent and no key is wrapped yet. It can be rotated. */
  record InFile(Path file) implements KekSource {}

  /** The keyset itself, as the environment of a process may hold it. */
  record InText(String keyset) implements KekSource {
    /** Never what it holds. */
    @Override
    public String toString() {
      return "InText";
    }
  }
}
