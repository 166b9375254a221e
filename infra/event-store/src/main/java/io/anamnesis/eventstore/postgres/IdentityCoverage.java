package io.anamnesis.eventstore.postgres;

/**
 * How much of the log's identity a process knows by heart, so that a new id need not be looked up at the database. It is
 * gathered from the first append of the process on.
 *
 * @param completeParts parts of the log that no append will touch any more
 * @param coveredParts those of them that are known
 * @param bytes memory that it takes
 */
public record IdentityCoverage(long completeParts, long coveredParts, long bytes) {

  public boolean isWhole() {
    return coveredParts == completeParts;
  }
}
