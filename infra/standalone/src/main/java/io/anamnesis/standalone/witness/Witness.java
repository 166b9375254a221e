package io.anamnesis.standalone.witness;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cosigns a log's checkpoint where it goes on from the last one seen, and nothing else. */
final class Witness {
  private final WitnessedLog log;
  private final WitnessState state;
  private final @Nullable VerifierKey trusted;
  private final Clock clock;

  /** @param trusted the log's key, from elsewhere; null: the one that it gave when it was first looked at */
  Witness(WitnessedLog log, WitnessState state, @Nullable VerifierKey trusted, Clock clock) {
    this.log = log;
    this.state = state;
    this.trusted = trusted;
    this.clock = clock;
  }

  /**
   * Looks once.
   *
   * @return the checkpoint that was found to go on from the one before, and cosigned; the one before where it is the same
   * @throws SplitView if it does not go on from it; what was seen before stays what this witness goes by
   */
  Checkpoint look() throws SplitView {
    VerifierKey key = key();
    SignedNote note = log.checkpoint();
    if (!note.isSignedBy(key)) {
      throw refused(note, "The checkpoint is not signed by the log's key " + key.text() + ".");
    }
    Checkpoint shown = checkpointOf(note, key);
    Optional<Checkpoint> seen = state.last();
    if (seen.isPresent()) {
      compare(seen.get(), shown, note);
    }
    // Kept before it is told: what this witness once said it must know for ever.
    if (!seen.equals(Optional.of(shown))) {
      state.saw(key, note);
    }
    SignerKey own = state.key();
    if (note.cosignedBy(own.verifier()).isEmpty()) {
      log.cosign(note.with(own.cosign(note.text(), clock.instant())));
    }
    return shown;
  }

  private VerifierKey key() {
    Optional<VerifierKey> known = state.logKey();
    if (trusted != null && known.isPresent() && !known.get().equals(trusted)) {
      throw new CannotWitness("The key given is not the one that the state was made with: " + known.get().text());
    }
    return trusted != null ? trusted : known.orElseGet(log::key);
  }

  private Checkpoint checkpointOf(SignedNote note, VerifierKey key) throws SplitView {
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (checkpoint.origin().equals(key.name())) {
        return checkpoint;
      }
    } catch (MalformedProof other) {
      // Told below: it is signed.
    }
    throw refused(note, "The log has signed what is no checkpoint of it.");
  }

  private void compare(Checkpoint seen, Checkpoint shown, SignedNote note) throws SplitView {
    if (shown.size() < seen.size()) {
      throw refused(note, "The log shows " + shown.size() + " events, and has shown " + seen.size() + " before.");
    }
    boolean grew = shown.size() == seen.size()
        ? shown.root().equals(seen.root())
        : Consistency.verify(seen.size(), seen.root(), shown.size(), shown.root(),
            log.consistency(seen.size(), shown.size()));
    if (!grew) {
      throw refused(note, "What the log shows at " + shown.size() + " events does not go on from the " + seen.size()
          + " that it has shown before.");
    }
  }

  private SplitView refused(SignedNote note, String why) {
    return new SplitView("Split view: " + why + " Nothing was cosigned; the checkpoint is kept in "
        + state.keepRefused(note) + ".");
  }
}
