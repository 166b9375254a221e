package io.anamnesis.eventstore.proof;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a log in their order, each signed by whose turn it was: which key signs which checkpoints, and which epochs
 * there are. A checkpoint belongs to a key by its epoch and its size.
 */
public final class Succession {
  private final List<SignedNote> notes;
  private final List<KeyHandover> handovers = new ArrayList<>();
  private final List<NewEpoch> epochs = new ArrayList<>();
  private final VerifierKey first;

  private Succession(List<SignedNote> notes, VerifierKey first) {
    this.notes = List.copyOf(notes);
    this.first = first;
  }

  /**
   * @param notes all statements, from the first on
   * @param sole the key where none of them hands over to another
   * @throws MalformedProof if one is missing, out of its order, of another log, or not signed by whose turn it was
   */
  public static Succession of(List<SignedNote> notes, VerifierKey sole) {
    List<LogStatement> statements = notes.stream().map(note -> LogStatement.parse(note.text())).toList();
    VerifierKey first = statements.stream().filter(KeyHandover.class::isInstance).map(KeyHandover.class::cast)
        .map(KeyHandover::from).findFirst().orElse(sole);
    Succession succession = new Succession(notes, first);
    for (int i = 0; i < notes.size(); i++) {
      succession.add(statements.get(i), notes.get(i), i + 1);
    }
    return succession;
  }

  /**
   * This, and one statement more.
   *
   * @throws MalformedProof if it does not go on from those before it
   */
  public Succession and(SignedNote statement) {
    List<SignedNote> longer = new ArrayList<>(notes);
    longer.add(statement);
    return of(longer, first);
  }

  private void add(LogStatement statement, SignedNote note, long number) {
    if (statement.number() != number || !statement.origin().equals(first.name())) {
      throw new MalformedProof("statement " + number + " is missing, or of another log");
    }
    if (!note.isSignedBy(current())) {
      throw new MalformedProof("statement " + number + " is not signed by the key whose turn it was");
    }
    switch (statement) {
      case KeyHandover handover -> add(handover, note);
      case NewEpoch opened -> add(opened);
    }
  }

  private void add(KeyHandover handover, SignedNote note) {
    if (!handover.from().equals(current()) || handover.epoch() != epoch() || isBefore(handover)) {
      throw new MalformedProof("statement " + handover.number() + " does not go on from those before it");
    }
    if (!note.isSignedBy(handover.to())) {
      throw new MalformedProof("statement " + handover.number() + " is not signed by the key that it names");
    }
    handovers.add(handover);
  }

  private boolean isBefore(KeyHandover handover) {
    return !handovers.isEmpty() && handovers.getLast().epoch() == handover.epoch()
        && handovers.getLast().at().size() > handover.at().size();
  }

  private void add(NewEpoch opened) {
    if (opened.epoch() != epoch() + 1) {
      throw new MalformedProof("statement " + opened.number() + " does not open the next epoch");
    }
    epochs.add(opened);
  }

  public List<SignedNote> notes() {
    return notes;
  }

  /** All keys, the first first. */
  public List<VerifierKey> keys() {
    List<VerifierKey> keys = new ArrayList<>(List.of(first));
    handovers.forEach(handover -> keys.add(handover.to()));
    return keys;
  }

  /** The key that signs now. */
  public VerifierKey current() {
    return handovers.isEmpty() ? first : handovers.getLast().to();
  }

  /** 0 as long as the log was never set back. */
  public long epoch() {
    return epochs.isEmpty() ? 0 : epochs.getLast().epoch();
  }

  /** Those that were opened, the first first. */
  public List<NewEpoch> epochs() {
    return List.copyOf(epochs);
  }

  /** The key whose turn it is to sign a checkpoint of an epoch and a size. */
  public VerifierKey keyAt(long epoch, long size) {
    VerifierKey key = first;
    for (KeyHandover handover : handovers) {
      boolean isLater = epoch > handover.epoch() || epoch == handover.epoch() && size > handover.at().size();
      key = isLater ? handover.to() : key;
    }
    return key;
  }

  /** Whether it is a checkpoint of this log, signed by the key whose turn it was. */
  public boolean signed(SignedNote note, Checkpoint checkpoint) {
    return checkpoint.origin().equals(first.name()) && checkpoint.epoch() <= epoch()
        && note.isSignedBy(keyAt(checkpoint.epoch(), checkpoint.size()));
  }

  /**
   * Whether it is a report of a day of this log. The day may have been over before the log was handed over, and the report made after:
   * so a key whose turn came later counts too, one whose turn was over does not.
   */
  public boolean signed(SignedNote note, DayReport report) {
    List<VerifierKey> keys = keys();
    int turn = keys.lastIndexOf(keyAt(report.epoch(), report.at().size()));
    return report.origin().equals(first.name()) && report.epoch() <= epoch()
        && keys.subList(turn, keys.size()).stream().anyMatch(note::isSignedBy);
  }

  /** The epoch by which a checkpoint lost most of what it covers, up to the one that another is of; empty if it lost nothing. */
  public Optional<NewEpoch> lossBetween(Checkpoint earlier, Checkpoint later) {
    return epochs.stream().filter(opened -> opened.epoch() <= later.epoch() && opened.lost(earlier))
        .min(Comparator.comparingLong(opened -> opened.kept().size()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Succession that && notes.equals(that.notes) && first.equals(that.first);
  }

  @Override
  public int hashCode() {
    return notes.hashCode();
  }
}
