package io.anamnesis.standalone.witness;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.Consistency;
import io.anamnesis.eventstore.proof.MalformedProof;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.SignerKey;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.TreeHead;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Cosigns a log's checkpoint where it goes on from the last one seen, and nothing else. */
final class Witness {
  private final WitnessedLog log;
  private final WitnessState state;
  private final @Nullable VerifierKey trusted;
  private final Clock clock;
  private final Consumer<String> loudly;

  /**
   * @param trusted a key of the log, from elsewhere; null: the one that it gave when it was first looked at
   * @param loudly is told what a person must know though it is no split view
   */
  Witness(WitnessedLog log, WitnessState state, @Nullable VerifierKey trusted, Clock clock, Consumer<String> loudly) {
    this.log = log;
    this.state = state;
    this.trusted = trusted;
    this.clock = clock;
    this.loudly = loudly;
  }

  /**
   * Looks once.
   *
   * @return the checkpoint that was found to go on from the one before, and cosigned; the one before where it is the same
   * @throws SplitView if it does not go on from it; what was seen before stays what this witness goes by
   */
  Checkpoint look() throws SplitView {
    VerifierKey key = state.logKey().or(() -> Optional.ofNullable(trusted)).orElseGet(log::key);
    SignedNote note = log.checkpoint();
    Succession succession = succession(key);
    Checkpoint shown = checkpointOf(note, key, succession);
    Optional<Checkpoint> seen = state.last();
    if (seen.isPresent()) {
      compare(seen.get(), shown, note, succession);
    }
    // Kept before it is told: what this witness once said it must know for ever.
    if (!seen.equals(Optional.of(shown))) {
      VerifierKey signer = succession.keyAt(shown.epoch(), shown.size());
      if (!signer.equals(key)) {
        loudly.accept("The log was handed over to another key, and says so signed: from " + key + " to " + signer);
      }
      state.saw(signer, note);
    }
    SignerKey own = state.key();
    if (note.cosignedBy(own.verifier()).isEmpty()) {
      log.cosign(note.with(own.cosign(note.text(), clock.instant())));
    }
    return shown;
  }

  private Succession succession(VerifierKey key) {
    try {
      Succession succession = Succession.of(log.statements(), key);
      if (trusted != null && !succession.keys().contains(trusted)) {
        throw new CannotWitness(
            "The key given is not one of those that the log was handed over to since the state was made: "
                + key.text());
      }
      return succession;
    } catch (MalformedProof broken) {
      throw new CannotWitness("What the log states of itself does not hold: " + broken.getMessage() + ".");
    }
  }

  private Checkpoint checkpointOf(SignedNote note, VerifierKey key, Succession succession) throws SplitView {
    if (!succession.keys().contains(key) || succession.keys().stream().noneMatch(note::isSignedBy)) {
      throw refused(note, "The checkpoint is not signed by the log's key " + key.text() + ".");
    }
    try {
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      if (succession.signed(note, checkpoint)) {
        return checkpoint;
      }
    } catch (MalformedProof other) {
      // Told below: it is signed.
    }
    throw refused(note, "The log has signed what is no checkpoint of it, or with a key whose turn it was not.");
  }

  private void compare(Checkpoint seen, Checkpoint shown, SignedNote note, Succession succession) throws SplitView {
    if (shown.epoch() < seen.epoch()) {
      throw refused(note, "The log shows its epoch " + shown.epoch() + ", and has shown " + seen.epoch() + " before.");
    }
    Optional<NewEpoch> loss = succession.lossBetween(seen, shown);
    if (loss.isPresent()) {
      requireGrowth(loss.get().kept(), shown, note);
      loudly.accept("LOST: " + loss.get().lostUpTo(seen.size())
          + ", that this witness has seen; the log says, signed, that "
          + loss.get().opening() + ". What was seen is kept in " + state.keepLost(shown.epoch())
          + ". Whether what is left is what it was can be told by bundles that were kept, and no more by this witness.");
      return;
    }
    requireGrowth(seen.head(), shown, note);
  }

  private void requireGrowth(TreeHead seen, Checkpoint shown, SignedNote note) throws SplitView {
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
