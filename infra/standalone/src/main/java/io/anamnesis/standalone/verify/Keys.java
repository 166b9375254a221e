package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The keys to believe: those of the log, and of witnesses of it. */
record Keys(List<VerifierKey> keys) {

  /** @param given a file with a key a line, or a key itself */
  static Keys of(String given) throws IOException {
    // A key may hold what no name of a file can.
    boolean isFile = given.indexOf('\0') < 0 && Files.isRegularFile(Path.of(given));
    return isFile ? of(Files.readAllBytes(Path.of(given))) : of(given.getBytes(StandardCharsets.UTF_8));
  }

  static Keys of(byte[] text) {
    List<VerifierKey> keys = new String(text, StandardCharsets.UTF_8).lines().map(String::strip)
        .filter(line -> !line.isEmpty()).map(VerifierKey::parse).toList();
    if (keys.isEmpty()) {
      throw new Unreadable("no verifier key was given");
    }
    return new Keys(keys);
  }

  /** What the log's statements make of these keys: whoever believes one of its keys believes all that they lead to. */
  LogKeys following(List<SignedNote> statements, Findings findings) {
    List<VerifierKey> own = of(KeyKind.NOTE);
    if (statements.isEmpty()) {
      return new LogKeys(own, null);
    }
    try {
      // Where none of them hands over there is no other key than the one that signed them all.
      VerifierKey sole = own.stream().filter(statements.getFirst()::isSignedBy).findFirst()
          .or(() -> own.stream().findFirst()).orElseThrow(() -> new Unreadable("no key of a log was given"));
      return new LogKeys(own, Succession.of(statements, sole));
    } catch (MalformedProof broken) {
      findings
          .add("bundle.json: what the log states of itself is not signed by whose turn it was, or not in its order");
      return new LogKeys(own, null);
    }
  }

  /** @throws Unreadable if there are keys of witnesses, and none of them saw the checkpoint */
  void demandWitness(SignedNote checkpoint) {
    List<VerifierKey> witnesses = of(KeyKind.COSIGNATURE);
    if (!witnesses.isEmpty() && witnesses.stream().noneMatch(checkpoint::isSignedBy)) {
      throw new Unreadable("the checkpoint from outside is not cosigned by a witness whose key was given");
    }
  }

  private List<VerifierKey> of(KeyKind kind) {
    return keys.stream().filter(key -> key.kind() == kind).toList();
  }
}
