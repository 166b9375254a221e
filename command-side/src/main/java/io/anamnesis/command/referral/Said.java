package io.anamnesis.command.referral;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.customer.CustomerRecordEvent.MasterRecord;
import io.anamnesis.events.referral.ReferralEvent.ReferralMade;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
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
    static Optional<Pair> of(Recorded fact) {
      if (fact.subject() == null) {
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

  /** A fact that claims something. */
  private record Claiming(Recorded fact, Pair pair) {
    Said said(Recorded because, boolean stands) {
      return new Said(pair.referred, pair.referrer, Moment.of(fact), because.position(), stands, pair.code, because);
    }
  }

  /**
   * What changes of it by a fact. It may be more than the fact itself says: where a record that named another referrer is told
   * late, or was not so, the one after it says something new, or no longer does.
   *
   * @param lives tells what was told before
   */
  static List<Said> by(Recorded fact, Lives lives) {
    return switch (fact.event()) {
      case ReferralMade ignored -> changed(fact, List.of(), List.of(fact));
      case MasterRecord master when master.referredBy() != null -> changed(fact, lives, fact.eventId(), fact);
      case AuditEvent ignored -> CorrectedFact.of(fact)
          .filter(corrected -> Lives.CLAIMS.contains(corrected.original().type()))
          .map(corrected -> changed(fact, lives, corrected.original().eventId(), corrected.now())).orElse(List.of());
      default -> List.of();
    };
  }

  private static List<Said> changed(Recorded because, Lives lives, UUID about, @Nullable Recorded now) {
    Map<UUID, Recorded> before = lives.claims(Objects.requireNonNull(because.subject()), because.position());
    Map<UUID, Recorded> after = new LinkedHashMap<>(before);
    if (now == null) {
      after.remove(about);
    } else {
      after.put(about, now);
    }
    return changed(because, before.values(), after.values());
  }

  private static List<Said> changed(Recorded because, Collection<Recorded> before, Collection<Recorded> after) {
    Map<UUID, Claiming> had = claiming(before);
    Map<UUID, Claiming> has = claiming(after);
    List<Said> all = new ArrayList<>();
    has.forEach((claim, now) -> {
      Claiming last = had.get(claim);
      if (last == null || !last.pair.equals(now.pair)) {
        all.add(now.said(because, true));
      }
    });
    had.forEach((claim, last) -> {
      Claiming now = has.get(claim);
      if (now == null || !now.pair.referred.equals(last.pair.referred)) {
        all.add(last.said(because, false));
      }
    });
    return List.copyOf(all);
  }

  /** A master record that names whom the one before it named, in the order of business, repeats it and claims nothing. */
  private static Map<UUID, Claiming> claiming(Collection<Recorded> told) {
    Map<UUID, Claiming> claiming = new LinkedHashMap<>();
    CustomerId named = null;
    for (Recorded fact : told.stream().sorted(Recorded.BY_OCCURRENCE).toList()) {
      Pair pair = Pair.of(fact).orElse(null);
      if (pair == null) {
        continue;
      }
      boolean isRecord = fact.event() instanceof MasterRecord;
      if (!isRecord || !pair.referrer.equals(named)) {
        claiming.put(fact.eventId(), new Claiming(fact, pair));
      }
      named = isRecord ? pair.referrer : named;
    }
    return claiming;
  }
}
