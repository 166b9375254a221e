package io.anamnesis.query;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.UUID;

import io.anamnesis.events.Amount;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.Recorded;
import io.anamnesis.events.SiteId;
import io.anamnesis.events.VisitId;
import io.anamnesis.events.loyalty.LoyaltyEvent.Lot;
import io.anamnesis.events.loyalty.LoyaltyEvent.PointsEarned;
import io.anamnesis.events.loyalty.LoyaltyEvent.TierReached;
import io.anamnesis.events.loyalty.Programme;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseRefunded;
import io.anamnesis.events.purchase.PurchaseEvent.RefundedLine;
import io.anamnesis.events.visit.VisitEvent.VisitCompleted;
import io.anamnesis.projections.Folded;
import io.anamnesis.projections.Projection;

/** Lives of a customer for pure tests: events at the positions in which they are written down. */
public final class Lives {
  public static final String CUSTOMER = "C-1";
  public static final Currency CNY = Currency.getInstance("CNY");

  private Lives() {}

  public static Recorded event(long position, String occurredAt, CustomerEvent event) {
    EventDescriptor type = EventCatalogue.standard().of(event.getClass());
    return new Recorded(position, uuid("event " + position), null, null, CUSTOMER, type.type(), type.revision(),
        Instant.parse(occurredAt), Instant.parse("2030-01-01T00:00:00Z").plusSeconds(position), Metadata.NONE, event);
  }

  public static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  public static <S> Folded<S> fold(Projection<S, ?> projection, Recorded... life) {
    return fold(projection, Arrays.asList(life));
  }

  public static <S> Folded<S> fold(Projection<S, ?> projection, List<Recorded> life) {
    S state = projection.initial();
    long position = 0;
    for (Recorded event : life) {
      state = projection.fold(state, event);
      position = Math.max(position, event.position());
    }
    return new Folded<>(CUSTOMER, state, position);
  }

  /** An award that is active so many days after it was earned. */
  public static PointsEarned award(String earnedAt, long points, int pendingDays) {
    Instant earned = Instant.parse(earnedAt);
    UUID cause = uuid("cause " + earnedAt + points);
    return new PointsEarned(cause, "purchase.made", cause, 1, "default-1", "purchase", points, BigDecimal.ONE, 1,
        new Lot(cause, points, earned, earned.plusSeconds(86_400L * pendingDays),
            Programme.standard().expiresAt(earned)),
        List.of(), List.of(), null);
  }

  public static TierReached level(int level, String reachedAt) {
    Instant reached = Instant.parse(reachedAt);
    return new TierReached(uuid("cause " + reachedAt), "default-1", level - 1, level, 0, reached,
        Programme.standard().validUntil(reached), List.of());
  }

  public static PurchaseMade purchase(String id, String currency, String site, Line... lines) {
    return new PurchaseMade(new PurchaseId(id), Currency.getInstance(currency), List.of(lines), null, null, null,
        site == null ? null : new SiteId(site), null, null);
  }

  public static Line line(String businessLine, String amount) {
    return new Line(null, businessLine == null ? null : new Code(businessLine), null, Amount.of(amount), null);
  }

  public static PurchaseRefunded refund(String id, String currency, String amount) {
    return new PurchaseRefunded(new PurchaseId(id), Currency.getInstance(currency), Amount.of(amount), null, null);
  }

  public static PurchaseRefunded refundOfLines(String id, Object... lineAndAmount) {
    List<RefundedLine> lines = new ArrayList<>();
    for (int i = 0; i < lineAndAmount.length; i += 2) {
      lines.add(new RefundedLine((Integer) lineAndAmount[i], Amount.of((String) lineAndAmount[i + 1])));
    }
    return new PurchaseRefunded(new PurchaseId(id), CNY, null, lines, null);
  }

  public static VisitCompleted visit(String id, String site, String businessLine, String kind) {
    return new VisitCompleted(new VisitId(id), site == null ? null : new SiteId(site), null, null,
        businessLine == null ? null : new Code(businessLine), null, kind == null ? null : new Code(kind));
  }
}
