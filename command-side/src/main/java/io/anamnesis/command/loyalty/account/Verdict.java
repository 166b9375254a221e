package io.anamnesis.command.loyalty.account;

import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.ledger.Clawback;
import io.anamnesis.command.loyalty.ledger.Ledger;
import io.anamnesis.command.loyalty.ledger.LedgerDraft;
import io.anamnesis.command.loyalty.rating.Award;
import io.anamnesis.command.loyalty.rating.Rated;
import io.anamnesis.command.loyalty.rating.Rating.Entry;
import io.anamnesis.command.loyalty.rating.Rating.Noted;
import io.anamnesis.command.loyalty.rating.Rating;
import io.anamnesis.command.loyalty.rating.Reviews.Waiting;
import io.anamnesis.command.loyalty.rating.Reviews;
import io.anamnesis.events.Original;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.LedgerEvent.Why;
import io.anamnesis.events.loyalty.LoyaltyEvent;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.Part;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsNotEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.Reason;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.loyalty.Programme.EarningRule;
import io.anamnesis.events.loyalty.RatingEvent.AwardRestated;
import io.anamnesis.events.loyalty.RatingEvent.Effect;
import io.anamnesis.events.loyalty.RatingEvent.InteractionCorrected;
import io.anamnesis.events.loyalty.RatingEvent.InteractionWithdrawn;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.loyalty.ReviewEvent.AwardHeld;
import io.anamnesis.events.loyalty.ReviewEvent.HoldLifted;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one fact changes of what interactions are worth, each change naming the interaction and the fact. Gives come before
 * takes, so that what only moves from one day to another leaves nobody owing.
 */
public final class Verdict {
  private final UUID because;
  private final Instant at;
  private final long toldAt;
  private final @Nullable UUID restated;
  private final Why whyGone;
  private final List<LoyaltyEvent> notes = new ArrayList<>();
  private final List<PointsEarned> grants = new ArrayList<>();
  private final List<Clawback> clawbacks = new ArrayList<>();
  private final List<LoyaltyEvent> last = new ArrayList<>();

  /**
   * @param fact that leads to it
   * @param restated event id of the fact that it corrects; null where it corrects none
   */
  Verdict(Recorded fact, @Nullable UUID restated) {
    this(fact.eventId(), fact.occurredAt(), fact.position(), restated,
        fact.event() instanceof RewardRevoked revoked ? revoked.why() : Why.WITHDRAWAL);
  }

  /** @param because event id of what a person said at an instant, which restates no fact */
  Verdict(UUID because, Instant at) {
    this(because, at, 0, null, Why.WITHDRAWAL);
  }

  private Verdict(UUID because, Instant at, long toldAt, @Nullable UUID restated, Why whyGone) {
    this.because = because;
    this.at = at;
    this.toldAt = toldAt;
    this.restated = restated;
    this.whyGone = whyGone;
  }

  /** The events, with what the ledger makes of gives and takes. */
  List<LoyaltyEvent> events(Ledger ledger) {
    List<LoyaltyEvent> events = new ArrayList<>(notes);
    events.addAll(posted(ledger));
    events.addAll(last);
    return List.copyOf(events);
  }

  /** The usual fact moves points once: that needs no copy of the ledger. */
  private List<LoyaltyEvent> posted(Ledger ledger) {
    if (clawbacks.isEmpty() && grants.size() <= 1) {
      return grants.isEmpty() ? List.of() : ledger.credit(grants.getFirst());
    }
    LedgerDraft draft = new LedgerDraft(ledger);
    grants.forEach(award -> draft.ledger().credit(award).forEach(draft::add));
    clawbacks.forEach(back -> draft.ledger().clawBack(back, at).forEach(draft::add));
    return draft.decided();
  }

  void note(Refund refund, Effect effect, Rating rating) {
    long word = refund.id().equals(restated) ? toldAt : Math.max(refund.position(), rating.lastWordOn(refund.id()));
    notes.add(new RefundNoted(refund.id(), because, new PurchaseId(refund.purchase()), refund.currency(),
        refund.amount(), refund.lines(), refund.at(), refund.position(), word, effect));
  }

  void noteUnlessKnown(Refund refund, Effect effect, Rating rating) {
    Noted known = rating.findRefund(refund.id());
    if (known == null || known.effect() != effect || !known.refund().equals(refund) || refund.id().equals(restated)) {
      note(refund, effect, rating);
    }
  }

  /** An interaction that nothing was decided about yet: all that its rules give, and what refunds take of it. */
  void first(Rated rated, Programme programme) {
    if (rated.awards().stream().allMatch(award -> rated.given(award) == 0)) {
      rated.awards().stream().findFirst().ifPresent(award -> notes.add(nothing(rated, award, programme)));
      return;
    }
    for (Award award : rated.awards()) {
      if (award.points() > 0) {
        grants.add(grant(rated, award, award.points(), programme));
        long left = award.points();
        for (Rated.Cut cut : rated.cuts()) {
          Rated.Kept kept = rated.kept(award, cut);
          clawBack(rated.cause(), award.rule().name(), left - kept.points(), kept.parts(), cut.refund(), Why.REFUND);
          left = kept.points();
        }
      }
    }
  }

  /** A purchase that is refunded, after all that is known: what the refund takes. */
  void cut(Rated purchase, Rated.Cut cut, Entry before) {
    for (Award award : purchase.awards()) {
      Rated.Kept kept = purchase.kept(award, cut);
      clawBack(purchase.cause(), award.rule().name(), before.netOf(award.rule().name()) - kept.points(), kept.parts(),
          because, Why.REFUND);
    }
  }

  /** An interaction that was decided about before: the difference. */
  void again(Rated rated, Entry before, Why why, Programme programme) {
    for (Award award : rated.awards()) {
      Rated.Kept kept = rated.kept(award);
      String rule = award.rule().name();
      long more = kept.points() - before.netOf(rule);
      restate(rated.cause(), rule, rated.given(award) - before.givenBy(rule), more, why);
      if (more > 0) {
        grants.add(grant(rated, award, more, programme));
      } else {
        clawBack(rated.cause(), rule, -more, kept.parts(), because, why);
      }
    }
  }

  /**
   * @param given by how much more the rule gives before refunds
   * @param more by how much more it gives after them
   */
  private void restate(Cause cause, String rule, long given, long more, Why why) {
    long told = more > 0 || why != Why.REFUND ? more : 0;
    if (given != told) {
      notes.add(new AwardRestated(cause.id(), cause.type(), because, cause.programme(), rule, cause.at(),
          given - told));
    }
  }

  /**
   * An interaction or a refund that did not happen.
   *
   * @param before what was decided about the interaction; null of a refund
   */
  void withdraw(Original gone, @Nullable Entry before) {
    if (before != null) {
      Cause cause = before.cause();
      // Of what was refunded before it was worth anything there is nothing to take back; it was given all the same.
      SortedSet<String> rules = new TreeSet<>(before.given().keySet());
      rules.addAll(before.net().keySet());
      for (String rule : rules) {
        // What a refund takes was earned, of a reward for a referral as of a purchase.
        if (whyGone != Why.REFUND) {
          restate(cause, rule, -before.givenBy(rule), -before.netOf(rule), whyGone);
        }
        clawBack(cause, rule, before.netOf(rule), List.of(), because, whyGone);
      }
    }
    last.add(new InteractionWithdrawn(gone.eventId(), gone.type(), because, toldAt));
  }

  /** What an interaction is by the last word on it. */
  void correct(Cause cause) {
    notes.add(new InteractionCorrected(cause.id(), cause.type(), because, cause.programme(), cause.at(),
        cause.position(), toldAt, cause.lines(), cause.values()));
  }

  /**
   * What is held of an interaction, as far as it is not what was told before.
   *
   * @param now null where nothing is
   */
  void review(Cause cause, @Nullable Waiting now, Reviews reviews) {
    Waiting before = reviews.open(cause.id());
    if (now != null && !now.equals(before)) {
      notes.add(new AwardHeld(cause.id(), cause.type(), because, cause.at(), cause.programme(), now.hold(),
          now.points(), now.awards()));
    } else if (now == null && before != null) {
      notes.add(new HoldLifted(cause.id(), cause.type(), because, cause.at()));
    }
  }

  private void clawBack(Cause cause, String rule, long undone, List<Part> kept, UUID led, Why why) {
    if (undone > 0) {
      clawbacks.add(new Clawback(cause.id(), cause.type(), led, why, cause.programme(), rule, cause.at(),
          undone, kept));
    }
  }

  private PointsNotEarned nothing(Rated rated, Award award, Programme programme) {
    Cause cause = rated.cause();
    return new PointsNotEarned(cause.id(), cause.type(), because, cause.at(), cause.position(), programme.version(),
        award.rule().name(), Objects.requireNonNullElse(award.reason(), Reason.HELD), award.parts(), rated.seen(),
        award.cap());
  }

  private PointsEarned grant(Rated rated, Award award, long points, Programme programme) {
    Cause cause = rated.cause();
    EarningRule rule = award.rule().data();
    Lot lot = new Lot(lotId(cause.id(), rule.name(), because), points, cause.at(), programme.activeAt(rule, cause.at()),
        programme.expiresAt(cause.at()));
    return new PointsEarned(cause.id(), cause.type(), because, cause.position(), programme.version(), rule.name(),
        points, award.multiplier(), rated.level(), lot, award.parts(), rated.seen(), award.cap());
  }

  /** The same cause, rule and reason give the same lot, whoever decides and how often. */
  public static UUID lotId(UUID cause, String rule, UUID because) {
    String led = because.equals(cause) ? "" : "/" + because;
    return UUID.nameUUIDFromBytes((cause + "/" + rule + led).getBytes(StandardCharsets.UTF_8));
  }

  void note(Circumstance circumstance) {
    notes.add(circumstance.noted(because, circumstance.id().equals(restated) ? toldAt : circumstance.position()));
  }

  /** What becomes of levels comes last. */
  void levels(List<LoyaltyEvent> told) {
    last.addAll(told);
  }
}
