package io.anamnesis.command.loyalty.account;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.level.Benefits;
import io.anamnesis.command.loyalty.level.Overrides;
import io.anamnesis.command.loyalty.rating.Rating;
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
public final class Account {
  private final Rating rating = new Rating();
  private final Ledger ledger = new Ledger();
  private final PersonsRequests requests = new PersonsRequests();
  private final BookedAlone alone = new BookedAlone();
  private final Benefits benefits = new Benefits();
  private final OwnPool pool = new OwnPool();

  public void evolve(LoyaltyEvent event) {
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

  public Rating rating() {
    return rating;
  }

  public Ledger ledger() {
    return ledger;
  }

  public Overrides overrides() {
    return rating.levels().overrides();
  }

  public PersonsRequests requests() {
    return requests;
  }

  public BookedAlone alone() {
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
