package io.anamnesis.command.referral;

import io.anamnesis.command.referral.ReferralCommand.GiveCode;
import io.anamnesis.command.referral.ReferralCommand.TakeOver;
import io.anamnesis.command.referral.Rewarding.Due;
import io.anamnesis.command.referral.Rewarding.Worth;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.events.referral.ReferralDecision.CodeGiven;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.events.referral.ReferralDecision.ReferralRewarded;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.referral.ReferralDecision.StandingChanged;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The people whom one person referred, and the rewards that were given for them: the boundary within which a month is full. A
 * thin shell; the rules are in {@link Rewarding}.
 */
class Referrer {
  @AggregateIdentifier
  private @Nullable String stream;
  private final SortedMap<CustomerId, StandingChanged> people = new TreeMap<>();
  private final SortedMap<Due, Given> given = new TreeMap<>();
  private boolean hasCode;

  /** A reward that stands. */
  private record Given(UUID event, Worth worth) {}

  static String stream(CustomerId referrer) {
    return "referrer:" + referrer.value();
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void take(TakeOver command, Terms terms) {
    stream = command.stream();
    StandingChanged before = people.get(command.referred());
    Recorded decision = command.decided();
    if (before != null && before.decidedAt() >= decision.position()) {
      return;
    }
    ReferralDecided decided = (ReferralDecided) decision.event();
    Rewarding.standing(command.referrer(), command.referred(), before, decision.eventId(), decision.position(),
        decided).ifPresent(standing -> {
          SortedMap<CustomerId, StandingChanged> all = new TreeMap<>(people);
          all.put(command.referred(), standing);
          Map<CustomerId, StandingChanged> counted = Rewarding.counted(all.values(), terms::version);
          counted.values().forEach(now -> tell(now, decision));
          new Settling(command, decided).settle(Rewarding.worth(counted.values(), terms::version));
        });
  }

  private void tell(StandingChanged now, Recorded decision) {
    StandingChanged before = people.get(now.referred());
    if (before == null || !tellsAs(before, now)) {
      AggregateLifecycle.apply(now, MetaData.with(EventMetadata.OCCURRED_AT,
          Dating.of(before, now, decision.occurredAt()).toString()));
    }
  }

  /** All but which decision led to it. */
  private static boolean tellsAs(StandingChanged one, StandingChanged other) {
    return one.equals(new StandingChanged(one.because(), one.decidedAt(), other.referred(), other.claim(),
        other.claimedAt(), other.goodUntil(), other.programme(), other.state(), other.reason(), other.booking(),
        other.visit(), other.paid(), other.dueAt()));
  }

  /** Gives what is missing, then takes what is too much, so that what only moves leaves nobody owing. */
  private final class Settling {
    private final TakeOver command;
    private final ReferralDecided decided;

    Settling(TakeOver command, ReferralDecided decided) {
      this.command = command;
      this.decided = decided;
    }

    void settle(SortedMap<Due, Worth> worth) {
      SortedMap<Due, Given> before = new TreeMap<>(given);
      worth.forEach((due, its) -> {
        Given one = before.get(due);
        if (one == null || !one.worth.equals(its)) {
          apply(new ReferralRewarded(command.decided().eventId(), command.referrer(), due.referred(), due.reward(),
              its.programme(), its.points()), due, its.at());
        }
      });
      before.forEach((due, one) -> {
        if (!one.worth.equals(worth.get(due))) {
          Revoking revoking = Revoking.of(due, one.worth.at(), decided, command.referred());
          apply(new RewardRevoked(command.decided().eventId(), one.event, command.referrer(), due.referred(),
              due.reward(), one.worth.points(), revoking.why()), due, revoking.at());
        }
      });
    }

    private void apply(ReferralDecision event, Due due, Instant at) {
      CustomerId whose = due.reward().isOfReferred() ? due.referred() : command.referrer();
      AggregateLifecycle.apply(event,
          MetaData.with(EventMetadata.SUBJECT, whose.value()).and(EventMetadata.OCCURRED_AT, at.toString()));
    }
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void give(GiveCode command) {
    stream = command.stream();
    if (!hasCode) {
      AggregateLifecycle.apply(new CodeGiven(command.code()));
    }
  }

  /** Read from the log, an event has the identity that the log gave it; nothing more is decided on it before. */
  @EventSourcingHandler
  void evolve(ReferralDecision event, @SourceId @Nullable String source, @MessageIdentifier String id,
      @MetaDataValue(EventMetadata.OCCURRED_AT) @Nullable String occurredAt) {
    if (stream == null) {
      stream = source;
    }
    switch (event) {
      case StandingChanged standing -> people.put(standing.referred(), standing);
      case ReferralRewarded reward -> given.put(new Due(reward.referred(), reward.reward()),
          new Given(UUID.fromString(id),
              new Worth(reward.programme(), reward.points(), Instant.parse(Objects.requireNonNull(occurredAt)))));
      case RewardRevoked revoked -> given.values().removeIf(one -> one.event.equals(revoked.rewarded()));
      case CodeGiven ignored -> hasCode = true;
      default -> {
        // Lies in a referred person's stream.
      }
    }
  }
}
