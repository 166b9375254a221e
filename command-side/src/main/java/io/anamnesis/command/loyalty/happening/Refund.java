package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.loyalty.RatingEvent.RefundNoted;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refund as it was told, whether its purchase is known or not.
 *
 * @param amount to be spread over the lines; null where lines are told
 */
public record Refund(UUID id, Instant at, long position, String purchase, Currency currency, @Nullable Amount amount,
    List<RefundedLine> lines) implements Happening {
  public static final String TYPE = "purchase.refunded";

  public static Refund of(Recorded fact, PurchaseRefunded refund) {
    return new Refund(fact.eventId(), fact.occurredAt(), fact.position(), refund.purchaseId().value(),
        refund.currency(), refund.amount(), refund.lines() == null ? List.of() : refund.lines());
  }

  /** The fact that was noted, as far as points follow from it. */
  public static Recorded fact(Recorded event, RefundNoted noted) {
    return new Recorded(noted.position(), noted.cause(), null, null, event.subject(), TYPE, 1, noted.refundedAt(),
        event.recordedAt(), event.metadata(), new PurchaseRefunded(noted.purchase(), noted.currency(), noted.amount(),
            noted.amount() == null ? noted.lines() : null, null));
  }

  public static Refund of(RefundNoted noted) {
    return new Refund(noted.cause(), noted.refundedAt(), noted.position(), noted.purchase().value(), noted.currency(),
        noted.amount(), noted.lines());
  }
}
