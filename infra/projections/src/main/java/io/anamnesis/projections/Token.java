package io.anamnesis.projections;

/**
 * How far a segment has got. Rows and token change in one transaction, the token only from the value that the follower
 * read: whoever comes second changes nothing.
 *
 * @param position the last position passed
 * @param epoch raised by every claim, and when rows or parked keys change while the position stays
 */
record Token(int segment, long position, long epoch) {

  Token at(long newPosition) {
    return new Token(segment, newPosition, epoch);
  }
}
