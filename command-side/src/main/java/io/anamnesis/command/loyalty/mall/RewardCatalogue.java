package io.anamnesis.command.loyalty.mall;

import io.anamnesis.command.loyalty.reward.Reward;
import io.anamnesis.command.loyalty.reward.Shelf;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.RewardId;
import io.anamnesis.events.loyalty.RewardEvent;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.LogTail;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.projections.LogRegister;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All rewards with their stock, as the log has them at the moment of asking. Few, so that they are kept in memory. */
public final class RewardCatalogue {
  private static final String PREFIX = Reward.stream(new RewardId("-")).replace("-", "");

  private static final int PAGE = 500;

  private final EventLog log;
  private final EventDecoder decoder;
  private final LogRegister<Map<RewardId, Shelf>> shelves;

  public RewardCatalogue(EventLog log, LogTail tail, EventDecoder decoder) {
    this.log = log;
    this.decoder = decoder;
    this.shelves =
        new LogRegister<>(log, tail, decoder, Set.of(RewardEvent.class), Map.of(), RewardCatalogue::with);
  }

  Optional<Shelf> find(RewardId reward) {
    return Optional.ofNullable(shelves.now().get(reward));
  }

  /** As the reward was after the event of this number. */
  Shelf after(RewardId reward, long seq) {
    Shelf shelf = Shelf.EMPTY;
    long next = 0;
    while (next <= seq) {
      for (StoredEvent stored : log.readStream(Reward.stream(reward), next, PAGE)) {
        if (next <= seq && decoder.decode(stored).event() instanceof RewardEvent event) {
          shelf = shelf.evolve(event);
        }
        next++;
      }
    }
    return shelf;
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
