package io.anamnesis.projections;

import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The tests' policy: one decision per purchase on the buyer's account, each naming its cause. */
final class Awards implements Policy {
  static final String NAME = "awards";
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());

  private final EventLog log;
  private final Consumer<Recorded> before;
  private final Consumer<Recorded> after;

  /** @param before is called before each try to decide, @param after after each that was durable */
  Awards(EventLog log, Consumer<Recorded> before, Consumer<Recorded> after) {
    this.log = log;
    this.before = before;
    this.after = after;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int stage() {
    return 1;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(PurchaseMade.class);
  }

  @Override
  public Optional<String> key(Recorded cause) {
    PurchaseMade purchase = (PurchaseMade) cause.event();
    return Optional.of(purchase.buyer() == null ? cause.subject() : purchase.buyer().value());
  }

  @Override
  public void react(Recorded cause) {
    before.accept(cause);
    String account = key(cause).orElseThrow();
    String stream = "points-account:" + account;
    Outcome outcome;
    do {
      long seq = log.lastSeq(stream).map(last -> last + 1).orElse(0L);
      outcome = log.append(Append.of(decision(cause, account, stream, seq)));
    } while (outcome instanceof Outcome.Conflict);
    if (outcome instanceof Outcome.Unknown unknown) {
      throw new IllegalStateException(unknown.cause());
    }
    after.accept(cause);
  }

  private static NewEvent decision(Recorded cause, String account, String stream, long seq) {
    return new NewEvent(DecisionId.of(NAME, cause.eventId(), stream, 0), stream, seq, account,
        "loyalty.points-not-earned", 2, cause.occurredAt(),
        CODEC.encode(
            new PointsNotEarned(cause.eventId(), cause.type(), cause.eventId(), cause.occurredAt(), cause.position(),
                "test", "none", Reason.NO_RULE_APPLIES,
                List.of(),
                List.of(), null)),
        EventDecoder.encode(Metadata.ofDecision(cause.eventId(), NAME, null)));
  }
}
