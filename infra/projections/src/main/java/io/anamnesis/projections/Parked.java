package io.anamnesis.projections;

/**
 * A key whose events wait.
 *
 * @param position of the event that could not be taken
 * @param cause as {@link FailureNote} tells it
 */
record Parked(String key, long position, String cause) {}
