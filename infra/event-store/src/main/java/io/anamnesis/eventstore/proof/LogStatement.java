package io.anamnesis.eventstore.proof;

import java.time.Instant;

/**
 * What a log says of itself beside its checkpoints, signed and for ever: who signs from here on, or that it does not go on from all
 * that it once had. The form is told in {@code docs/reference/statements.md}. Its first line is a tag that no checkpoint begins
 * with, so neither is ever taken for the other.
 */
public sealed interface LogStatement permits KeyHandover, NewEpoch {

  /** Name of the log. */
  String origin();

  /** From 1 on, without a gap. */
  long number();

  Instant time();

  /** What is signed, with its last newline. */
  String text();

  /**
   * @param text of a note whose signatures were verified, or shall be
   * @throws MalformedProof if it is no statement, to the letter
   */
  static LogStatement parse(String text) {
    StatementLines lines = StatementLines.of(text);
    LogStatement statement = switch (lines.plain()) {
      case KeyHandover.TAG -> KeyHandover.read(lines);
      case NewEpoch.TAG -> NewEpoch.read(lines);
      default -> throw new MalformedProof("a statement of the log is a handover of its key or a new epoch");
    };
    if (!statement.text().equals(text)) {
      throw new MalformedProof("a statement is written in one way only");
    }
    return statement;
  }
}
