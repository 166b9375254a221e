package io.anamnesis.command.loyalty.check;

import io.anamnesis.command.loyalty.account.Earning;
import io.anamnesis.command.loyalty.happening.Cause;
import io.anamnesis.command.loyalty.happening.Circumstance;
import io.anamnesis.command.loyalty.happening.Happening;
import io.anamnesis.command.loyalty.happening.Refund;
import io.anamnesis.command.loyalty.happening.Routing;
import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.referral.ReferralDecision.RewardRevoked;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was told of one person's interactions, refunds, stays and complaints, as known now: the last word on each counts. Kept as small as points
 * can follow from it, as many lives are gone through side by side.
 */
final class KnownFacts {
  private static final Comparator<Known> EARLIEST = Comparator.comparing(Known::at).thenComparingLong(Known::position);

  private final String subject;
  private final Function<Recorded, Optional<Happening>> hear;
  private final Map<UUID, Known> facts = new HashMap<>();
  private final SortedSet<String> others = new TreeSet<>();

  /**
   * A fact.
   *
   * @param happening null where no rule names its type
   * @param purchase id of a purchase; null of any other fact
   * @param earner whose account a rule's points would go to
   */
  private record Known(@Nullable Happening happening, @Nullable String purchase, Instant at, long position,
      String earner) {}

  /** @param hear what a fact is to an account, see {@link Earning#firstHeard} */
  KnownFacts(String subject, Function<Recorded, Optional<Happening>> hear) {
    this.subject = subject;
    this.hear = hear;
  }

  /** In the log's order. Of a fact about another person it is kept alone who that is. */
  void take(Recorded fact) {
    if (!subject.equals(fact.subject())) {
      others.add(Objects.requireNonNull(fact.subject()));
    } else if (fact.event() instanceof AuditEvent) {
      CorrectedFact.of(fact).ifPresent(this::take);
    } else if (fact.event() instanceof RewardRevoked revoked) {
      facts.remove(revoked.rewarded());
    } else {
      keep(fact);
    }
  }

  private void take(CorrectedFact corrected) {
    if (corrected.now() == null) {
      facts.remove(corrected.original().eventId());
    } else {
      keep(corrected.now());
    }
  }

  private void keep(Recorded fact) {
    Happening happening = hear.apply(fact).orElse(null);
    String purchase = fact.event() instanceof PurchaseMade made ? made.purchaseId().value() : null;
    if (happening != null || purchase != null) {
      facts.put(fact.eventId(), new Known(happening, purchase, fact.occurredAt(), fact.position(),
          Routing.earner(fact).orElseThrow()));
    }
  }

  int size() {
    return facts.size();
  }

  /** Other persons, of whom it was told at some time that this one bought for them. */
  Collection<String> others() {
    return others;
  }

  /** When the fact occurred; null where it is not known, or not any more. */
  @Nullable
  Instant occurredAt(UUID fact) {
    Known known = facts.get(fact);
    return known == null ? null : known.at();
  }

  /** What an account's points follow from, of all that is known of this person. */
  List<Happening> on(String account) {
    List<Happening> on = new ArrayList<>();
    for (Known fact : facts.values()) {
      switch (fact.happening()) {
        case Cause cause when fact.earner().equals(account) -> on.add(cause);
        case Refund refund when accountOf(refund).equals(account) -> on.add(refund);
        case Circumstance circumstance when subject.equals(account) -> on.add(circumstance);
        case null, default -> {
          // Another's.
        }
      }
    }
    return on;
  }

  /** Of several purchases told under one id, refunds concern the earliest; of none, they wait with whom they are about. */
  private String accountOf(Refund refund) {
    return facts.values().stream().filter(fact -> refund.purchase().equals(fact.purchase())).min(EARLIEST)
        .map(Known::earner).orElse(subject);
  }
}
