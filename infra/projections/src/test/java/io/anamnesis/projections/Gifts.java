package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A view that keeps customers' numbers: of others as such, and its own as plain text. */
final class Gifts implements Projection<Gifts.State, Gifts.State> {

  record State(String owner, List<CustomerId> buyers) {}

  @Override
  public String name() {
    return "gifts";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class);
  }

  @Override
  public Class<State> stateType() {
    return State.class;
  }

  @Override
  public State initial() {
    return new State("", List.of());
  }

  @Override
  public State fold(State state, Recorded event) {
    List<CustomerId> buyers = new ArrayList<>(state.buyers);
    CustomerId buyer = ((PurchaseMade) event.event()).buyer();
    if (buyer != null) {
      buyers.add(buyer);
    }
    return new State(event.subject(), buyers);
  }

  @Override
  public State answer(Folded<State> folded, Instant at) {
    return folded.state();
  }
}
