package io.anamnesis.command.loyalty;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.events.loyalty.BenefitEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.PoolEvent;
import java.time.Instant;

/**
 * A customer's points: what interactions are worth, what became of the points, what persons
 * asked of them, and what the level gives beside. Changed only by {@link #evolve}, in
 * place: a copy for each of ten thousand events would make a long life slow to load.
 */
@JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY, getterVisibility = JsonAutoDetect.Visibility.NONE)
final class Account {
  private final Rating rating = new Rating();
  private final Ledger ledger = new Ledger();
  private final PersonsRequests requests = new PersonsRequests();
  private final BookedAlone alone = new BookedAlone();
  private final Benefits benefits = new Benefits();
  private final OwnPool pool = new OwnPool();

  void evolve(LoyaltyEvent event) {
    rating.evolve(event);
    ledger.evolve(event);
    requests.evolve(event);
    if (event instanceof BenefitEvent about) {
      benefits.evolve(about);
    }
    if (event instanceof PoolEvent belonging) {
      pool.evolve(belonging);
    }
  }

  Rating rating() {
    return rating;
  }

  Ledger ledger() {
    return ledger;
  }

  Overrides overrides() {
    return rating.levels().overrides();
  }

  PersonsRequests requests() {
    return requests;
  }

  BookedAlone alone() {
    return alone;
  }

  Benefits benefits() {
    return benefits;
  }

  OwnPool pool() {
    return pool;
  }

  /** The level held at an instant by what was told, the instant included. */
  int levelAt(Instant instant) {
    return rating.levels().at(instant);
  }
}
