package io.anamnesis.command.loyalty.rating;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What persons said of interactions whose awards were held: one word on each, once and for all. */
public record Reviewed(Map<UUID, Word> words) {
  static final Reviewed NONE = new Reviewed(Map.of());

  /** What a person says. */
  public enum Word {
    RELEASED, REFUSED
  }

  public Reviewed with(UUID cause, Word word) {
    Map<UUID, Word> more = new TreeMap<>(words);
    more.put(cause, word);
    return new Reviewed(Collections.unmodifiableMap(more));
  }

  /** Null where nobody has said anything. */
  public @Nullable Word on(UUID cause) {
    return words.get(cause);
  }
}
