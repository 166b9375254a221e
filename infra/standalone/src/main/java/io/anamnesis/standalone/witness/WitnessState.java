package io.anamnesis.standalone.witness;

import io.anamnesis.eventstore.PrivateFile;
import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a witness keeps: the log's public key, and the last checkpoint that it has seen, in FILE ({@code <vkey>} and a newline, then
 * the note); its own key in FILE.skey, the public half in FILE.vkey.
 */
final class WitnessState {
  private final PrivateFile seen;
  private final PrivateFile secret;
  private final Path published;
  private final PrivateFile refused;

  WitnessState(Path file) {
    this.seen = new PrivateFile(file, "the witness's state");
    this.secret = new PrivateFile(Path.of(file + ".skey"), "the witness's key");
    this.published = Path.of(file + ".vkey");
    this.refused = new PrivateFile(Path.of(file + ".refused"), "the refused checkpoint");
  }

  /** Made at the first call. */
  SignerKey key() {
    if (!secret.exists()) {
      String name = "anamnesis.local/witness/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      secret.create(SignerKey.generate(name, KeyKind.COSIGNATURE).secretText() + "\n");
    }
    SignerKey key = understood(secret, SignerKey::parse);
    publish(key.verifier());
    return key;
  }

  private void publish(VerifierKey key) {
    try {
      Files.writeString(published, key.text() + "\n");
    } catch (IOException failed) {
      throw new UncheckedIOException("the witness's public key cannot be written", failed);
    }
  }

  /** The key of the log; empty before anything was seen of it. */
  Optional<VerifierKey> logKey() {
    return seen.exists()
        ? Optional.of(understood(seen, text -> VerifierKey.parse(text.substring(0, Math.max(0, text.indexOf('\n'))))))
        : Optional.empty();
  }

  Optional<Checkpoint> last() {
    return seen.exists()
        ? Optional.of(understood(seen,
            text -> Checkpoint.parse(SignedNote.parse(text.substring(text.indexOf('\n') + 1) + "\n").text())))
        : Optional.empty();
  }

  void saw(VerifierKey logKey, SignedNote note) {
    seen.replace(logKey.text() + "\n" + note.note());
  }

  /** What was seen of the epochs before one, and is gone from the log. */
  Path keepLost(long epoch) {
    PrivateFile lost = new PrivateFile(Path.of(seen.path() + ".before-epoch-" + epoch), "the lost checkpoint");
    lost.replace(seen.read());
    return lost.path();
  }

  /** What was refused is evidence: the log has signed it. */
  Path keepRefused(SignedNote note) {
    refused.replace(note.note());
    return refused.path();
  }

  /** Reads what a file holds. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(String text);
  }

  private static <T> T understood(PrivateFile file, Reading<T> reading) {
    try {
      return reading.of(file.read().strip());
    } catch (MalformedProof damaged) {
      throw new CannotWitness("The file " + file.path() + " is damaged: " + damaged.getMessage() + ".");
    }
  }
}
