package io.anamnesis.command.intake;

/**
 * One event of a request as it came, not yet looked at.
 *
 * @param line number of the line, or of the element of an array, from 1
 * @param body its bytes; of one that is too large, the first {@link #MAX_BYTES}
 * @param tooLarge whether it has more than {@link #MAX_BYTES}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy of each body would cost as much as reading it
record RawFact(long line, byte[] body, boolean tooLarge) {
  /** The largest event that is taken. */
  static final int MAX_BYTES = 256 * 1024;
}
