package io.anamnesis.eventstore.sealing;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.VerifierKey;

/**
 * A checkpoint as it is kept.
 *
 * @param key that it was signed with
 * @param note signed by the log, and by the witnesses that it was read with
 */
public record SealedCheckpoint(VerifierKey key, SignedNote note) {

  /** @throws io.anamnesis.eventstore.proof.MalformedProof if somebody changed its form */
  public Checkpoint checkpoint() {
    return Checkpoint.parse(note.text());
  }

  public long size() {
    return checkpoint().size();
  }
}
