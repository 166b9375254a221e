package io.anamnesis.command.referral;

import io.anamnesis.command.referral.Bringing.Brought;
import io.anamnesis.command.referral.ReferralCommand.Decide;
import io.anamnesis.command.referral.ReferralCommand.Judge;
import io.anamnesis.command.referral.ReferralCommand.NoteClaims;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.referral.ReferralDecision;
import io.anamnesis.events.referral.ReferralDecision.ClaimNoted;
import io.anamnesis.events.referral.ReferralDecision.Claimed;
import io.anamnesis.events.referral.ReferralDecision.Reason;
import io.anamnesis.events.referral.ReferralDecision.ReferralDecided;
import io.anamnesis.eventstore.axon.EventMetadata;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.SourceId;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Who brought one person: the claims that were noted, and what was decided last. A thin shell; the rules are in
 * {@link Bringing}. It decides on all that the log tells at that moment, and keeps up to where that was: what lies before
 * has had its say, whoever's turn it is.
 */
class Referral {
  @AggregateIdentifier
  private @Nullable String stream;
  private final Map<UUID, Claim> claims = new LinkedHashMap<>();
  private @Nullable ReferralDecided decided;
  private boolean hasNews;

  static String stream(CustomerId referred) {
    return "referral:" + referred.value();
  }

  /** Claims are taken down before they are decided on: whoever learns more of the referrer finds them from then on. */
  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void note(NoteClaims command) {
    stream = command.stream();
    command.said().forEach(this::note);
  }

  private void note(Said said) {
    Claim known = claims.get(said.moment().fact());
    if (known == null || known.toldAt() < said.toldAt()) {
      AggregateLifecycle.apply(
          new ClaimNoted(said.moment().fact(), said.because().eventId(), said.referred(), said.referrer(),
              said.moment().at(), said.moment().position(), said.toldAt(), said.stands(), said.code()),
          MetaData.with(EventMetadata.SUBJECT, said.referrer().value()).and(EventMetadata.OCCURRED_AT,
              said.moment().at().toString()));
    }
  }

  /** @return whether something follows from the fact that may have to be carried on: decided now, or with an earlier one */
  @CommandHandler
  boolean decide(Decide command, Lives lives, Terms terms) {
    Recorded because = command.because();
    if (!hasNews && decided != null) {
      if (because.position() <= decided.readTo()) {
        return true;
      }
      if (Settled.by(decided, claims.values()).isBefore(because)) {
        return false;
      }
    }
    return decide(command.referred(), because, because.occurredAt(), decided == null ? null : decided.judgedTo(),
        lives, terms);
  }

  /** @return whether a period was judged, so that there may be another */
  @CommandHandler
  boolean judge(Judge command, Lives lives, Terms terms) {
    Instant due = decided == null ? null : decided.dueAt();
    if (due == null || due.isAfter(command.now())) {
      return false;
    }
    decide(command.referred(), null, due, due, lives, terms);
    return true;
  }

  /** @return whether it is otherwise than before */
  private boolean decide(CustomerId referred, @Nullable Recorded because, Instant at, @Nullable Instant judgedTo,
      Lives lives, Terms terms) {
    long readTo = lives.head();
    Map<CustomerId, Ties> known = new LinkedHashMap<>();
    List<Claim> standing = claims.values().stream().filter(Claim::stands).toList();
    Brought brought = Bringing.decide(standing, lives.newcomer(referred, readTo),
        (claim, end) -> Ties.between(referred, known.computeIfAbsent(referred, one -> lives.ties(one, readTo)),
            claim.referrer(), known.computeIfAbsent(claim.referrer(), one -> lives.ties(one, readTo)),
            claim.moment().at(), end, reasonTold(claim)),
        terms::inForceAt, judgedTo);
    ReferralDecided now = new ReferralDecided(because == null ? null : because.eventId(),
        because == null ? null : because.type(), readTo, judgedTo, brought.claims(), brought.booking(),
        brought.visit(), brought.paid(), brought.dueAt());
    if (decided != null && tellsAs(decided, now)) {
      return false;
    }
    AggregateLifecycle.apply(now, MetaData.with(EventMetadata.OCCURRED_AT, Dating.of(decided, brought, at).toString()));
    return true;
  }

  /** What was found of this claim, or of an earlier one that was told in its place: two who share a number then do so now. */
  private @Nullable Reason reasonTold(Claim claim) {
    if (decided == null) {
      return null;
    }
    List<Claimed> all = decided.claims();
    return all.stream().filter(told -> told.claim().equals(claim.id())).findFirst()
        .or(() -> all.stream().filter(told -> told.referrer().equals(claim.referrer())
            && told.reason() == Reason.SAME_PHONE && !told.claimedAt().isAfter(claim.moment().at())).findFirst())
        .map(Claimed::reason).orElse(null);
  }

  /** All but what led to it and how far was read. */
  private static boolean tellsAs(ReferralDecided one, ReferralDecided other) {
    return one.equals(new ReferralDecided(one.because(), one.becauseType(), one.readTo(), other.judgedTo(),
        other.claims(), other.booking(), other.visit(), other.paid(), other.dueAt()));
  }

  @EventSourcingHandler
  void evolve(ReferralDecision event, @SourceId @Nullable String source) {
    if (stream == null) {
      stream = source;
    }
    switch (event) {
      case ClaimNoted noted -> {
        claims.put(noted.claim(), Claim.of(noted));
        hasNews = true;
      }
      case ReferralDecided now -> {
        decided = now;
        hasNews = false;
      }
      default -> {
        // Lies in a referrer's stream.
      }
    }
  }
}
