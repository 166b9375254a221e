package io.anamnesis.events;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as the log holds it, decoded: what a fold is fed.
 *
 * @param position dense position in the log, from 1
 * @param stream the aggregate's stream; null for a fact
 * @param seq number within the stream, from 0; null for a fact
 * @param subject the customer (or {@code site:<site>}); null for what concerns neither
 * @param occurredAt when it happened, told by the source; of a decision, its cause's
 * @param recordedAt when the log took it; never runs backwards along positions
 */
public record Recorded(long position, UUID eventId, @Nullable String stream, @Nullable Long seq,
    @Nullable String subject, String type, int revision, Instant occurredAt, Instant recordedAt, Metadata metadata,
    CustomerEvent event) {

  /** The order of business: earlier occurrence first, then earlier position. */
  public static final java.util.Comparator<Recorded> BY_OCCURRENCE =
      java.util.Comparator.comparing(Recorded::occurredAt).thenComparingLong(Recorded::position);
}
