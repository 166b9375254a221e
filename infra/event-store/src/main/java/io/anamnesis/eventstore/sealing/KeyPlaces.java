package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the files of one log's key lie: {@code NAME.skey} and others of that name beside it.
 *
 * @param next the key that is being handed over to, or that was
 */
record KeyPlaces(PrivateFile secret, PrivateFile next, Path published, PrivateFile lastSigned,
    PrivateFile statements) {
  private static final String SECRET = ".skey";

  static KeyPlaces of(Path secret) {
    return new KeyPlaces(new PrivateFile(secret, "the log's signing key"),
        new PrivateFile(sibling(secret, ".next.skey"), "the log's next signing key"), sibling(secret, ".vkey"),
        new PrivateFile(sibling(secret, ".checkpoint"), "the last signed checkpoint"),
        new PrivateFile(sibling(secret, ".statements"), "the log's statements"));
  }

  private static Path sibling(Path secret, String ending) {
    String name = Objects.requireNonNull(secret.getFileName(), "a file is expected").toString();
    String stem = name.endsWith(SECRET) ? name.substring(0, name.length() - SECRET.length()) : name;
    return secret.toAbsolutePath().resolveSibling(stem + ending);
  }

  /** Whether there is what only a key leaves. */
  boolean anythingBeside() {
    return Files.exists(published) || lastSigned.exists() || statements.exists();
  }

  /** Writes the public key that signs now, unless there is one that was never this log's. */
  void publish(Succession succession) {
    String text = succession.current().text() + "\n";
    try {
      String there = Files.exists(published) ? Files.readString(published).strip() : "";
      // A part of it is what a process was writing when it died, or is writing now.
      boolean isOwn =
          text.startsWith(there) || succession.keys().stream().map(VerifierKey::text).anyMatch(there::equals);
      if (!isOwn) {
        throw new IllegalStateException(
            "the file " + published + " holds the public key of another key than the one beside it:"
                + " restore the secret key that belongs to it, or move it away if the other one is right");
      }
      if (!text.strip().equals(there)) {
        Files.writeString(published, text);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the log's public key cannot be written", failed);
    }
  }
}
