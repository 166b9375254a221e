package io.anamnesis.command.loyalty;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TypeSearch;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All rewards with their stock, as the log has them at the moment of asking: each time what has come since is read. Few, so
 * that they are kept in memory. Thread-safe.
 */
final class RewardCatalogue {
  private static final Set<String> TYPES = EventCatalogue.standard().typesOf(Set.of(RewardEvent.class));
  private static final String PREFIX = Reward.stream(new RewardId("-")).replace("-", "");
  private static final int PAGE = 1_000;

  private final EventLog log;
  private final EventDecoder decoder;
  private final Map<RewardId, Shelf> shelves = new LinkedHashMap<>();
  private long read;

  RewardCatalogue(EventLog log, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
  }

  synchronized Optional<Shelf> find(RewardId reward) {
    refresh();
    return Optional.ofNullable(shelves.get(reward));
  }

  /** In the order of their first offer. */
  synchronized Map<RewardId, Shelf> all() {
    refresh();
    return new LinkedHashMap<>(shelves);
  }

  private void refresh() {
    long head = log.head();
    while (read < head) {
      TypeSearch found = log.readTypes(TYPES, read, head, PAGE);
      found.events().forEach(this::take);
      if (found.reached() <= read) {
        return; // Further than this the log cannot be read now.
      }
      read = found.reached();
    }
  }

  private void take(StoredEvent event) {
    String stream = event.stream();
    if (stream != null && decoder.decode(event).event() instanceof RewardEvent change) {
      shelves.merge(new RewardId(stream.substring(PREFIX.length())), Shelf.EMPTY.evolve(change),
          (before, first) -> before.evolve(change));
    }
  }
}
