package io.anamnesis.command.loyalty;

import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.projections.LogRegister;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All rewards with their stock, as the log has them at the moment of asking. Few, so that they are kept in memory. */
final class RewardCatalogue {
  private static final String PREFIX = Reward.stream(new RewardId("-")).replace("-", "");

  private final LogRegister<Map<RewardId, Shelf>> shelves;

  RewardCatalogue(EventLog log, LogTail tail, EventDecoder decoder) {
    this.shelves =
        new LogRegister<>(log, tail, decoder, Set.of(RewardEvent.class), Map.of(), RewardCatalogue::with);
  }

  Optional<Shelf> find(RewardId reward) {
    return Optional.ofNullable(shelves.now().get(reward));
  }

  /** In the order of their first offer. */
  Map<RewardId, Shelf> all() {
    return shelves.now();
  }

  private static Map<RewardId, Shelf> with(Map<RewardId, Shelf> before, Recorded event) {
    if (event.stream() == null || !(event.event() instanceof RewardEvent change)) {
      return before;
    }
    RewardId reward = new RewardId(event.stream().substring(PREFIX.length()));
    Map<RewardId, Shelf> after = new LinkedHashMap<>(before);
    after.put(reward, before.getOrDefault(reward, Shelf.EMPTY).evolve(change));
    return Collections.unmodifiableMap(after);
  }
}
