package io.anamnesis.command.referral;

import io.anamnesis.command.loyalty.policy.ReferralRewards;
import io.anamnesis.command.referral.ReferralCommand.TakeOver;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.eventstore.DecisionId;
import io.anamnesis.eventstore.axon.AxonCommands;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandBus;
import org.jspecify.annotations.Nullable;

/**
 * Carries what was decided of a referred person on: to everybody who ever claimed that person, and from there to accounts.
 * Each step is decided once and found decided by whoever repeats it; and it begins from what the log holds, not from what was
 * just decided: so it may be cut off anywhere, and repeated by anybody.
 */
final class Settlement {
  static final String POLICY = "referral";
  /** Events that one decision leads to in one stream are few; where they are more, the next so many are looked for. */
  private static final int STEP = 8;

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
      if (life.decisions.isEmpty() || life.decisions.getLast().equals(last)) {
        return;
      }
      last = life.decisions.getLast();
      for (CustomerId referrer : life.referrers) {
        send(new TakeOver(referrer, referred, last), referrer, last.eventId(), POLICY);
      }
      life.referrers.forEach(referrer -> rewards.post(ledBy(life.decisions, Referrer.stream(referrer))));
    }
  }

  /** What was decided of a person, oldest first. */
  private record Life(Set<CustomerId> referrers, List<Recorded> decisions) {}

  private Life life(CustomerId referred) {
    List<Recorded> decisions = new ArrayList<>();
    Set<CustomerId> referrers = new TreeSet<>();
    for (Recorded event : lives.stream(Referral.stream(referred))) {
      switch (event.event()) {
        case ClaimNoted noted -> referrers.add(noted.referrer());
        case ReferralDecided ignored -> decisions.add(event);
        default -> throw new IllegalStateException("no event of a referred person: " + event.type());
      }
    }
    return new Life(referrers, decisions);
  }

  /**
   * What a stream decided on these causes, found by the ids that derive from them: so that a stream of thousands need not be
   * read for one of them. All of a person's, as another cause may have been cut off before its rewards were posted.
   */
  private List<Recorded> ledBy(List<Recorded> decisions, String stream) {
    List<Recorded> led = new ArrayList<>();
    List<UUID> causes = decisions.stream().map(Recorded::eventId).toList();
    for (int first = 0; !causes.isEmpty(); first += STEP) {
      int next = first;
      List<Recorded> found = lives.find(causes.stream().flatMap(cause -> IntStream.range(next, next + STEP)
          .mapToObj(ordinal -> DecisionId.of(POLICY, cause, stream, ordinal))).toList());
      led.addAll(found);
      Map<UUID, Long> counts = found.stream().collect(
          Collectors.groupingBy(event -> Objects.requireNonNull(event.metadata().causedBy()), Collectors.counting()));
      causes = causes.stream().filter(cause -> counts.getOrDefault(cause, 0L) == STEP).toList();
    }
    led.sort(Comparator.comparingLong(Recorded::position));
    return led;
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
    return AxonCommands.sendOnce(commands, command, metadata);
  }
}
