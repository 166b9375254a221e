package io.anamnesis.eventstore.proof;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * What the log says of itself at one moment (C2SP tlog-checkpoint), four lines: the origin, the number of events, the root over
 * them, and {@code time} with the instant of signing, which is an extension line there.
 *
 * @param origin name of the log, and of its key
 * @param size number of leaves: the last position
 */
public record Checkpoint(String origin, long size, Hash root, Instant time) {
  private static final String TIME = "time ";

  public Checkpoint {
    KeyName.checked(origin);
    if (size < 0) {
      throw new MalformedProof("the size of a checkpoint is not below zero");
    }
  }

  /**
   * @param text of a note whose signature was verified
   * @throws MalformedProof if it is no checkpoint of such a log, to the letter
   */
  public static Checkpoint parse(String text) {
    String[] lines = text.split("\n", -1);
    if (lines.length != 5 || !lines[4].isEmpty() || !lines[3].startsWith(TIME)) {
      throw new MalformedProof("a checkpoint has four lines: origin, size, root and time");
    }
    Checkpoint checkpoint = new Checkpoint(lines[0], size(lines[1]), Hash.parse(lines[2]),
        time(lines[3].substring(TIME.length())));
    if (!checkpoint.text().equals(text)) {
      throw new MalformedProof("size and time of a checkpoint are written in one way only");
    }
    return checkpoint;
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
    return origin + "\n" + size + "\n" + root.base64() + "\n" + TIME + time + "\n";
  }

  public SignedNote signedWith(SignerKey key) {
    return new SignedNote(text(), List.of(key.sign(text())));
  }
}
