package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.CorrectedFact;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts a fact concerns. A buyer earns by a purchase of another person; refunds, corrections and withdrawals of it
 * must reach the buyer's account, though they may name the other person alone. So they are looked up in what was told of
 * that person at lower positions, which never changes: whoever asks, and whenever, gets the same answer.
 */
public final class Routing {
  private final ToldPurchases told;

  /** What the fact changes on one customer's account. */
  public record Routed(CustomerId customer, Change change) {}

  public Routing(ToldPurchases told) {
    this.told = told;
  }

  /** Of a purchase the buyer, where one is told; else whom the fact is about. */
  public static Optional<String> earner(Recorded fact) {
    if (fact.event() instanceof PurchaseMade purchase && purchase.buyer() != null) {
      return Optional.of(purchase.buyer().value());
    }
    return Optional.ofNullable(fact.subject());
  }

  public List<Routed> of(Recorded fact) {
    return switch (fact.event()) {
      case AuditEvent ignored -> CorrectedFact.of(fact).map(corrected -> statement(fact, corrected)).orElse(List.of());
      case PurchaseMade purchase when isForAnother(fact) ->
        List.of(new Routed(customer(earner(fact)), withRefunds(fact, fact, purchase.purchaseId())));
      case PurchaseRefunded refund ->
        List.of(new Routed(refunded(before(fact), fact, refund.purchaseId()), Change.of(fact)));
      default -> List.of(new Routed(customer(earner(fact)), Change.of(fact)));
    };
  }

  private List<Routed> statement(Recorded statement, CorrectedFact corrected) {
    Recorded now = corrected.now();
    ToldPurchases.Life life = before(statement);
    CustomerId subject = customer(Optional.ofNullable(statement.subject()));
    CustomerId before = accountOf(life, life.find(corrected.original().eventId()), subject);
    CustomerId after = accountOf(life, now, subject);
    List<Routed> routed = new ArrayList<>();
    if (now == null || !after.equals(before)) {
      routed.add(new Routed(before, Change.withdrawing(statement, corrected.original())));
    }
    if (now != null) {
      routed.add(new Routed(after, now.event() instanceof PurchaseMade purchase
          ? withRefunds(statement, now, purchase.purchaseId())
          : new Change(statement, List.of(now), null)));
    }
    return routed;
  }

  private static CustomerId accountOf(ToldPurchases.Life life, @Nullable Recorded fact, CustomerId subject) {
    if (fact == null) {
      return subject;
    }
    return fact.event() instanceof PurchaseRefunded refund
        ? refunded(life, fact, refund.purchaseId())
        : customer(earner(fact));
  }

  /** A purchase, and the refunds of it that were told before anybody knew to whose account they belong. */
  private Change withRefunds(Recorded because, Recorded purchase, PurchaseId id) {
    List<Recorded> now = new ArrayList<>();
    now.add(purchase);
    now.addAll(before(because).refunds(id));
    return new Change(because, List.copyOf(now), null);
  }

  /** Of several purchases told under one id, a refund concerns the earliest. */
  private static CustomerId refunded(ToldPurchases.Life life, Recorded refund, PurchaseId id) {
    return customer(life.purchase(id).map(Routing::earner).orElseGet(() -> Optional.ofNullable(refund.subject())));
  }

  private ToldPurchases.Life before(Recorded fact) {
    return told.before(Objects.requireNonNull(fact.subject()), fact.position());
  }

  private static boolean isForAnother(Recorded fact) {
    return fact.subject() != null && !earner(fact).equals(Optional.of(fact.subject()));
  }

  private static CustomerId customer(Optional<String> number) {
    return new CustomerId(number.orElseThrow());
  }
}
