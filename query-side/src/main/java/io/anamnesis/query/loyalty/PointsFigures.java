package io.anamnesis.query.loyalty;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Points at an instant.
 *
 * @param available active and not expired
 * @param pending not active yet
 * @param lifetimeEarned all awards, before clawback and expiry
 * @param nextExpiry what expires next of available and pending points, if nothing is spent meanwhile
 */
public record PointsFigures(long available, long pending, long reserved, long arrears, long lifetimeEarned,
    long lifetimeSpent, @Nullable Expiry nextExpiry) {

  public record Expiry(long points, Instant at) {}
}
