package io.anamnesis.command.referral;

import io.anamnesis.command.loyalty.ReferralRewards;
import io.anamnesis.command.referral.ReferralCommand.TakeOver;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.eventstore.axon.AlreadyDecided;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/**
 * Carries what was decided of a referred person on: to everybody who ever claimed that person, and from there to accounts.
 * Each step is decided once and found decided by whoever repeats it; and it begins from what the log holds, not from what was
 * just decided: so it may be cut off anywhere, and repeated by anybody.
 */
final class Settlement {
  static final String POLICY = "referral";

  private final CommandBus commands;
  private final Lives lives;
  private final ReferralRewards rewards;

  Settlement(CommandBus commands, Lives lives, ReferralRewards rewards) {
    this.commands = commands;
    this.lives = lives;
    this.rewards = rewards;
  }

  /**
   * A referrer does not keep a decision that changes nothing, and so cannot tell one that is older than that from a newer one:
   * so it is made sure that the one that was carried on is still the last.
   */
  void settle(CustomerId referred) {
    for (Recorded last = null;;) {
      Life life = life(referred);
      if (life.last == null || life.last.equals(last)) {
        return;
      }
      last = life.last;
      for (CustomerId referrer : life.referrers) {
        send(new TakeOver(referrer, referred, last), referrer, last.eventId(), POLICY);
      }
      life.referrers.forEach(referrer -> rewards.post(lives.stream(Referrer.stream(referrer))));
    }
  }

  /** @param last what was decided; null where nothing was yet */
  private record Life(Set<CustomerId> referrers, @Nullable Recorded last) {}

  private Life life(CustomerId referred) {
    Recorded last = null;
    Set<CustomerId> referrers = new TreeSet<>();
    for (Recorded event : lives.stream(Referral.stream(referred))) {
      switch (event.event()) {
        case ClaimNoted noted -> referrers.add(noted.referrer());
        case ReferralDecided ignored -> last = event;
        default -> throw new IllegalStateException("no event of a referred person: " + event.type());
      }
    }
    return new Life(referrers, last);
  }

  /**
   * Has a stream decide on a cause, once.
   *
   * @return what the decision answers; null where it does not, and where it was taken before
   */
  @Nullable
  Object send(ReferralCommand command, CustomerId subject, UUID cause, String policy) {
    return send(command, Map.of(EventMetadata.SUBJECT, subject.value(), EventMetadata.CAUSED_BY, cause.toString(),
        EventMetadata.POLICY, policy));
  }

  @Nullable
  Object send(ReferralCommand command, Map<String, String> metadata) {
    CommandResultMessage<?> result = AxonCommands.send(commands, command, MetaData.from(metadata));
    if (!result.isExceptional()) {
      return result.getPayload();
    }
    Throwable failure = result.exceptionResult();
    if (AxonCommands.causeOf(failure, AlreadyDecided.class) != null) {
      return null;
    }
    throw failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException("a referral was not decided", failure);
  }
}
