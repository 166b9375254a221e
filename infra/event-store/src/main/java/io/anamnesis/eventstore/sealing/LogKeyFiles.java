package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.LogSchema;
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
   * Opens the key, and makes one where there never was any; a file that is there is never written over.
   *
   * @param secret file of the secret key; the others lie beside it
   * @param sealed what was signed so far: a log that was sealed has a key, wherever it is now
   * @throws IllegalStateException if the secret key was lost, if others may read it, if it is none that signs notes, or if the
   *     public key beside it is another one's
   */
  public static LogKeyFiles open(Path secret, SealedLog sealed) {
    PrivateFile file = new PrivateFile(secret, "the log's signing key");
    Path published = sibling(secret, ".vkey");
    PrivateFile lastSigned = new PrivateFile(sibling(secret, ".checkpoint"), "the last signed checkpoint");
    if (!file.exists()) {
      boolean hadKey = Files.exists(published) || lastSigned.exists() || sealed.last().isPresent();
      // Looked for again: another process may have made it meanwhile, and signed.
      if (hadKey && !file.exists()) {
        throw new IllegalStateException("the log was signed with a key that is not in " + file.path()
            + " any more: restore that file from its backup. Another key could not go on from what is signed");
      }
      file.create(SignerKey.generate(newName(sealed.schema()), KeyKind.NOTE).secretText() + "\n");
    }
    SignerKey key = parse(file);
    publish(key, published);
    return new LogKeyFiles(key, lastSigned);
  }

  /** Unlike any other log's: a checkpoint of one is never taken for one of another. */
  private static String newName(LogSchema schema) {
    return "anamnesis.local/" + schema.name() + "/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
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
      String there = Files.exists(file) ? Files.readString(file).strip() : "";
      // A part of it is what a process was writing when it died, or is writing now.
      if (!text.startsWith(there)) {
        throw new IllegalStateException(
            "the file " + file + " holds the public key of another key than the one beside it:"
                + " restore the secret key that belongs to it, or move it away if the other one is right");
      }
      if (!text.strip().equals(there)) {
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
