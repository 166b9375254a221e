package io.anamnesis.query.audit;

import java.util.List;

import io.anamnesis.eventstore.proof.KeyKind;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;

/** Whose cosignatures are taken. */
public record Witnesses(List<VerifierKey> keys) {

  /**
   * @param vkeys public keys of witnesses
   * @throws IllegalStateException if one is none
   */
  static Witnesses of(List<String> vkeys) {
    return new Witnesses(vkeys.stream().filter(vkey -> !vkey.isBlank()).map(vkey -> witness(vkey.strip())).toList());
  }

  private static VerifierKey witness(String vkey) {
    try {
      VerifierKey key = VerifierKey.parse(vkey);
      if (key.kind() == KeyKind.COSIGNATURE) {
        return key;
      }
    } catch (MalformedProof otherForm) {
      // Told below.
    }
    throw new IllegalStateException(
        "anamnesis.log.witnesses (ANAMNESIS_LOG_WITNESSES) holds what is no public key of a witness: "
            + vkey);
  }

  List<VerifierKey> namedIn(SignedNote note) {
    return keys.stream().filter(key -> note.signatures().stream().anyMatch(signature -> signature.isOf(key))).toList();
  }
}
