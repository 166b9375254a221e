package io.anamnesis.projections;

import java.time.Instant;

/**
 * A key whose events wait, as operators are told of it.
 *
 * @param key mostly a customer's number: for those who may see it
 * @param position of the event that could not be taken
 * @param cause class and place of the failure, never a message
 * @param since when the key was parked first
 */
public record ParkedKey(String key, long position, String cause, Instant since) {}
