package io.anamnesis.eventstore.postgres;

import io.anamnesis.eventstore.NewEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the ids that this process records in the present part. Where it wrote the whole of a part, that need not be read
 * from the database once it is complete, while appends go on and look its ids up meanwhile. For one thread at a time: the
 * writer's.
 */
final class OwnIds {
  private static final int BYTES_OF_ID = 2 * Long.BYTES;

  private final Parts parts;
  private final BiConsumer<Long, PartIds> whole;
  /** Of all positions of a part from its first on up to {@link #next}; null where another process wrote one of them. */
  private @Nullable ByteBuffer ids;
  private long next;

  /** @param whole told the ids of each part that was written here alone */
  OwnIds(Parts parts, BiConsumer<Long, PartIds> whole) {
    this.parts = parts;
    this.whole = whole;
  }

  /** Events that were recorded from the position after {@code before} on, one after another. */
  void wrote(List<NewEvent> events, long before) {
    if (before + 1 != next) {
      ids = null;
    }
    next = before + 1;
    for (NewEvent event : events) {
      long part = parts.of(next);
      if (next == parts.first(part)) {
        ids = ByteBuffer.allocate(parts.positions(part) * BYTES_OF_ID);
      }
      if (ids != null) {
        ids.putLong(event.eventId().getMostSignificantBits()).putLong(event.eventId().getLeastSignificantBits());
        if (next == parts.last(part)) {
          whole.accept(part, new PartIds(ids.flip()));
          ids = null;
        }
      }
      next++;
    }
  }
}
