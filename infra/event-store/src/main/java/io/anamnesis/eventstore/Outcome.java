package io.anamnesis.eventstore;

/** What became of an append. */
public sealed interface Outcome {

  /** Durable, at these positions. */
  record Appended(long first, long last) implements Outcome {}

  /** Refused whole: an event id is in the log already. */
  record Duplicate(StoredEvent existing) implements Outcome {}

  /**
   * Refused whole: the stream has moved on, or the number leaves a gap.
   *
   * @param expectedSeq the number that the stream would have taken
   */
  record Conflict(String stream, long expectedSeq) implements Outcome {}

  /**
   * Not known: the connection was lost or time ran out, and the log could not be asked since. Look the event id up
   * before answering, or say "repeat".
   */
  record Unknown(Throwable cause) implements Outcome {}
}
