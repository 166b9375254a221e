package io.anamnesis.standalone.verify;

import io.anamnesis.eventstore.proof.Checkpoint;
import io.anamnesis.eventstore.proof.NewEpoch;
import io.anamnesis.eventstore.proof.SignedNote;
import io.anamnesis.eventstore.proof.Succession;
import io.anamnesis.eventstore.proof.VerifierKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a log that are believed, and what the log has stated of them.
 *
 * @param believed were given
 * @param succession null where the log has stated nothing
 */
record LogKeys(List<VerifierKey> believed, @Nullable Succession succession) {

  /** The log has the name of its key: what another signed under that name is none of its. */
  boolean signed(SignedNote note, Checkpoint checkpoint) {
    if (succession != null) {
      return succession.keys().stream().anyMatch(believed::contains) && succession.signed(note, checkpoint);
    }
    return checkpoint.epoch() == 0 && believed.stream()
        .anyMatch(key -> key.name().equals(checkpoint.origin()) && note.isSignedBy(key));
  }

  /** Whether it was signed by a key that was not given: the statements alone lead to it. */
  boolean isFollowed(Checkpoint checkpoint) {
    return succession != null && !believed.contains(succession.keyAt(checkpoint.epoch(), checkpoint.size()));
  }

  /** Epochs that are not known of here cannot be judged. */
  boolean knows(Checkpoint checkpoint) {
    return checkpoint.epoch() <= (succession == null ? 0 : succession.epoch());
  }

  Optional<NewEpoch> lossBetween(Checkpoint earlier, Checkpoint later) {
    return succession == null ? Optional.empty() : succession.lossBetween(earlier, later);
  }

  /** Those that were opened up to a checkpoint. */
  List<NewEpoch> epochs(Checkpoint until) {
    return succession == null
        ? List.of()
        : succession.epochs().stream().filter(opened -> opened.epoch() <= until.epoch()).toList();
  }
}
