package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the sealer keeps outside of the database: the secret key that the log signs with ({@code log.skey}, its owner's alone), the
 * public one ({@code log.vkey}), and the last checkpoint that it signed ({@code log.checkpoint}), so that it would notice if the
 * database were set back behind it.
 */
public final class LogKeyFiles {
  private static final String SECRET = ".skey";

  private final SignerKey key;
  private final PrivateFile lastSigned;

  private LogKeyFiles(SignerKey key, PrivateFile lastSigned) {
    this.key = key;
    this.lastSigned = lastSigned;
  }

  /**
   * Opens the key, and makes one where there is none; a file that is there is never written over.
   *
   * @param secret file of the secret key; the others lie beside it
   * @throws IllegalStateException if others may read the secret key, or if it is none that signs notes
   */
  public static LogKeyFiles open(Path secret) {
    PrivateFile file = new PrivateFile(secret, "the log's signing key");
    if (!file.exists()) {
      file.create(SignerKey.generate(newName(), KeyKind.NOTE).secretText() + "\n");
    }
    SignerKey key = parse(file);
    publish(key, sibling(secret, ".vkey"));
    return new LogKeyFiles(key, new PrivateFile(sibling(secret, ".checkpoint"), "the last signed checkpoint"));
  }

  /** Unlike any other log's: a checkpoint of one is never taken for one of another. */
  private static String newName() {
    return "anamnesis.local/log/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  private static SignerKey parse(PrivateFile file) {
    try {
      SignerKey key = SignerKey.parse(file.read().strip());
      if (key.verifier().kind() == KeyKind.NOTE) {
        return key;
      }
    } catch (MalformedProof damaged) {
      // Told below, without what was read.
    }
    throw new IllegalStateException("the file " + file.path() + " holds no key that a log signs with");
  }

  private static void publish(SignerKey key, Path file) {
    String text = key.verifier().text() + "\n";
    try {
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the log's public key cannot be written", failed);
    }
  }

  private static Path sibling(Path secret, String ending) {
    String name = Objects.requireNonNull(secret.getFileName(), "a file is expected").toString();
    String stem = name.endsWith(SECRET) ? name.substring(0, name.length() - SECRET.length()) : name;
    return secret.toAbsolutePath().resolveSibling(stem + ending);
  }

  public SignerKey key() {
    return key;
  }

  /** @throws LogAltered if what is remembered is not of this key */
  Optional<Checkpoint> lastSigned() {
    if (!lastSigned.exists()) {
      return Optional.empty();
    }
    try {
      SignedNote note = SignedNote.parse(lastSigned.read());
      if (note.isSignedBy(key.verifier())) {
        return Optional.of(Checkpoint.parse(note.text()));
      }
    } catch (MalformedProof damaged) {
      // Told below.
    }
    throw new LogAltered(LogAltered.Finding.OTHER_KEY, 0, "the file " + lastSigned.path()
        + " does not hold a checkpoint that this key has signed: another key, or another log, belongs to it");
  }

  void remember(SignedNote note) {
    lastSigned.replace(note.note());
  }
}
