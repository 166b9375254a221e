package io.anamnesis.query.audit.reads;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.ReadEvent.DataRead;
import org.jspecify.annotations.Nullable;

/**
 * Which reads are asked for.
 *
 * @param customer whose data was read; null: anybody's
 * @param reader who read it; null: whoever
 * @param breakGlass only those for which somebody went beyond his sites
 * @param after the position before the first one
 * @param last the last position
 */
record Wanted(@Nullable String customer, @Nullable String reader, boolean breakGlass, long after, long last) {

  boolean fits(Recorded recorded, DataRead read) {
    return recorded.position() <= last && (reader == null || reader.equals(read.reader()))
        && (!breakGlass || read.breakGlass() != null);
  }
}
