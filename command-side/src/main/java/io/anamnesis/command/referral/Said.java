package io.anamnesis.command.referral;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.referral.ReferralEvent.ReferralMade;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a fact says of who referred whom.
 *
 * @param toldAt position of the last word on it
 * @param because the fact that led to it: itself, or what corrects or withdraws it
 */
record Said(CustomerId referred, CustomerId referrer, Moment moment, long toldAt, boolean stands, @Nullable String code,
    Recorded because) {

  /** Whom a fact, as it is told, is said to have referred, and by whom. */
  private record Pair(CustomerId referred, CustomerId referrer, @Nullable String code) {
    static Optional<Pair> of(@Nullable Recorded fact) {
      if (fact == null || fact.subject() == null) {
        return Optional.empty();
      }
      CustomerId subject = new CustomerId(fact.subject());
      return switch (fact.event()) {
        case ReferralMade made -> Optional.of(new Pair(made.referred(), subject, made.code()));
        case MasterRecord master when master.referredBy() != null ->
          Optional.of(new Pair(subject, master.referredBy(), null));
        default -> Optional.empty();
      };
    }
  }

  /**
   * What changes of it by a fact, each referred person once.
   *
   * @param lives tells what a fact that is corrected or withdrawn had said
   */
  static List<Said> by(Recorded fact, Lives lives) {
    if (!(fact.event() instanceof AuditEvent)) {
      return Pair.of(fact).map(pair -> said(pair, fact, fact, true)).stream().toList();
    }
    return CorrectedFact.of(fact).filter(corrected -> Lives.CLAIMS.contains(corrected.original().type()))
        .map(corrected -> changed(fact, corrected, lives)).orElse(List.of());
  }

  private static List<Said> changed(Recorded statement, CorrectedFact corrected, Lives lives) {
    Recorded before = lives.claims(Objects.requireNonNull(statement.subject()), statement.position())
        .get(corrected.original().eventId());
    Optional<Pair> had = Pair.of(before);
    Optional<Pair> has = Pair.of(corrected.now());
    List<Said> all = new ArrayList<>();
    has.ifPresent(pair -> all.add(said(pair, Objects.requireNonNull(corrected.now()), statement, true)));
    had.filter(pair -> has.isEmpty() || !has.get().referred.equals(pair.referred))
        .ifPresent(pair -> all.add(said(pair, Objects.requireNonNull(before), statement, false)));
    return List.copyOf(all);
  }

  private static Said said(Pair pair, Recorded fact, Recorded because, boolean stands) {
    return new Said(pair.referred, pair.referrer, Moment.of(fact), because.position(), stands, pair.code, because);
  }
}
