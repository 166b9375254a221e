package io.anamnesis.projections;

import org.jspecify.annotations.Nullable;

/**
 * How a policy is getting on.
 *
 * @param position the last position up to which every cause is dealt with or parked
 * @param lag events of the log behind which it is
 * @param lastError class and place of the last failure, never a message; null when all is well
 * @param parked keys that are parked
 */
public record PolicyStatus(String name, int stage, ProjectionStatus.State state, long position, long lag,
    @Nullable String lastError, int parked) {}
