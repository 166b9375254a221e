package io.anamnesis.command.referral;

import io.anamnesis.command.referral.ReferralCommand.Judge;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.eventstore.axon.AggregateCache;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import io.anamnesis.projections.Timetable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Ends of pending periods: whether a purchase is still worth enough is judged then, dated by that instant. Both the referred
 * person and who referred are woken, as points of both wait for it: who asks about either is answered when it is judged.
 */
final class ReferralClock implements Timetable {
  private static final String NAME = "referral-clock";
  private static final int TRIES = 20;

  private final Settlement settlement;
  private final Lives lives;

  ReferralClock(Settlement settlement, Lives lives) {
    this.settlement = settlement;
    this.lives = lives;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<Class<? extends CustomerEvent>> events() {
    return Set.of(ReferralDecided.class, StandingChanged.class);
  }

  @Override
  public List<Instant> dues(Recorded event) {
    Instant due = switch (event.event()) {
      case ReferralDecided decided -> decided.dueAt();
      case StandingChanged standing -> standing.dueAt();
      default -> null;
    };
    return due == null ? List.of() : List.of(due);
  }

  @Override
  public void wake(String key, Instant now) {
    for (CustomerId referred : waiting(new CustomerId(key), now)) {
      for (int conflicts = 0; !judged(referred, now); conflicts++) {
        if (conflicts == TRIES) {
          throw new IllegalStateException("what is due was not decided");
        }
      }
    }
  }

  /** The person, if referred, and those whom the person has referred, of whom something is due. */
  private Set<CustomerId> waiting(CustomerId person, Instant now) {
    Map<CustomerId, Instant> dues = new TreeMap<>();
    for (Recorded event : lives.stream(Referrer.stream(person))) {
      if (event.event() instanceof StandingChanged standing) {
        dues.put(standing.referred(), standing.dueAt() == null ? Instant.MAX : standing.dueAt());
      }
    }
    Set<CustomerId> waiting = new TreeSet<>();
    dues.forEach((referred, due) -> {
      if (!due.isAfter(now)) {
        waiting.add(referred);
      }
    });
    if (lives.isReferred(person)) {
      waiting.add(person);
    }
    return waiting;
  }

  /** @return false where somebody else decided meanwhile, so that it must be tried again */
  private boolean judged(CustomerId referred, Instant now) {
    return AggregateCache.past(() -> {
      try {
        boolean more = true;
        while (more) {
          more = judge(referred, now);
        }
        settlement.settle(referred);
        return true;
      } catch (RuntimeException failure) {
        if (AxonCommands.causeOf(failure, ConcurrencyException.class) == null) {
          throw failure;
        }
        return false;
      }
    });
  }

  private boolean judge(CustomerId referred, Instant now) {
    return Boolean.TRUE.equals(settlement.send(new Judge(referred, now),
        Map.of(EventMetadata.SUBJECT, referred.value(), EventMetadata.POLICY, NAME)));
  }
}
