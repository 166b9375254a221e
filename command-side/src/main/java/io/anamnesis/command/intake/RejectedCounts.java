package io.anamnesis.command.intake;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much was sent and not taken. */
public interface RejectedCounts {

  /**
   * What is kept of what came in a time.
   *
   * @param until the first instant that is not of it any more
   * @return empty where it began so long ago that what came then is not kept any more
   */
  Optional<List<Count>> between(Instant from, Instant until);

  /** @param source null where none could be read */
  record Count(@Nullable String source, String code, long count) {}
}
