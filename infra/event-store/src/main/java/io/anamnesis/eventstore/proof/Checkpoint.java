package io.anamnesis.eventstore.proof;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What the log says of itself at one moment (C2SP tlog-checkpoint): the origin, the number of events, the root over them, and
 * {@code time} with the instant of signing, which is an extension line there. Where the log was set back once, another one follows:
 * {@code epoch} with the number of the epoch.
 *
 * @param origin name of the log, and of its key
 * @param size number of leaves: the last position
 * @param epoch 0 before any {@link NewEpoch}; it has no line then
 */
public record Checkpoint(String origin, long size, Hash root, Instant time, long epoch) {
  private static final String TIME = "time ";
  private static final String EPOCH = "epoch ";

  public Checkpoint {
    KeyName.checked(origin);
    if (size < 0 || epoch < 0) {
      throw new MalformedProof("size and epoch of a checkpoint are not below zero");
    }
  }

  /** In the epoch that a log begins with. */
  public Checkpoint(String origin, long size, Hash root, Instant time) {
    this(origin, size, root, time, 0);
  }

  /**
   * @param text of a note whose signature was verified
   * @throws MalformedProof if it is no checkpoint of such a log, to the letter
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    boolean isFirst = lines.length == 5;
    if (!isFirst && lines.length != 6 || !lines[lines.length - 1].isEmpty() || !lines[3].startsWith(TIME)
        || !isFirst && !lines[4].startsWith(EPOCH)) {
      throw new MalformedProof(
          "a checkpoint has the lines origin, size, root, time, and after epoch 0 that of its epoch");
    }
    Checkpoint checkpoint = new Checkpoint(lines[0], size(lines[1]), Hash.parse(lines[2]),
        time(lines[3].substring(TIME.length())),
        isFirst ? 0 : StatementLines.numberOf(lines[4].substring(EPOCH.length())));
    if (!checkpoint.text().equals(text)) {
      throw new MalformedProof("size, time and epoch of a checkpoint are written in one way only");
    }
    return checkpoint;
  }

  public TreeHead head() {
    return new TreeHead(size, root);
  }

  private static long size(String line) {
    try {
      return Long.parseLong(line);
    } catch (NumberFormatException refused) {
      throw new MalformedProof("the second line of a checkpoint is its size");
    }
  }

  private static Instant time(String line) {
    try {
      return Instant.parse(line);
    } catch (DateTimeParseException refused) {
      throw new MalformedProof("the fourth line of a checkpoint is an instant in UTC");
    }
  }

  /** What is signed, with its last newline. */
  public String text() {
    return origin + "\n" + size + "\n" + root.base64() + "\n" + TIME + time + "\n"
        + (epoch == 0 ? "" : EPOCH + epoch + "\n");
  }

  public SignedNote signedWith(SignerKey key) {
    return new SignedNote(text(), List.of(key.sign(text())));
  }
}
