package io.anamnesis.projections;

import io.anamnesis.events.Amount;
import io.anamnesis.events.CampaignId;
import io.anamnesis.events.Code;
import io.anamnesis.events.CustomerEvent;
import io.anamnesis.events.CustomerId;
import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.EventCodec;
import io.anamnesis.events.EventDescriptor;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.events.ProductId;
import io.anamnesis.events.PurchaseId;
import io.anamnesis.events.audit.AuditEvent;
import io.anamnesis.events.audit.AuditEvent.FactCorrected;
import io.anamnesis.events.audit.AuditEvent.FactWithdrawn;
import io.anamnesis.events.audit.AuditEvent.Reference;
import io.anamnesis.events.engagement.EngagementEvent.SigninMade;
import io.anamnesis.events.purchase.PurchaseEvent.Line;
import io.anamnesis.events.purchase.PurchaseEvent.PriceAcknowledged;
import io.anamnesis.events.purchase.PurchaseEvent.PurchaseMade;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Facts to feed the log with. */
final class Life {
  static final Instant DAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Currency CNY = Currency.getInstance("CNY");
  private static final EventCodec CODEC = new EventCodec(EventCatalogue.standard());
  private static final Reference REFERENCE = new Reference("/test", "F");
  private static final String NO_METADATA = EventDecoder.encode(Metadata.NONE);

  private Life() {}

  static NewEvent signin(String subject, Instant at) {
    return fact(subject, at, new SigninMade(new Code("wecom")));
  }

  static NewEvent purchase(String subject, Instant at, String amount, String channel) {
    return purchase(subject, at, amount, channel, null, null);
  }

  /** A purchase that {@link Spending} cannot fold until it is mended. */
  static NewEvent poison(String subject, Instant at) {
    return purchase(subject, at, "1.00", "app", Spending.POISON, null);
  }

  static NewEvent boughtFor(String buyer, String subject, Instant at) {
    return purchase(subject, at, "1.00", "app", null, buyer);
  }

  /** What none of the tests' projections declares. */
  static NewEvent undeclared(String subject, Instant at) {
    return fact(subject, at, new PriceAcknowledged(new ProductId("P"), null, null));
  }

  static NewEvent fact(String subject, Instant at, CustomerEvent event) {
    return new NewEvent(UUID.randomUUID(), null, null, subject, EventCatalogue.standard().of(event.getClass()).type(),
        1,
        at, CODEC.encode(event), NO_METADATA);
  }

  static NewEvent ofRevision(String type, int revision) {
    return new NewEvent(UUID.randomUUID(), null, null, "C-1", type, revision, DAY, "{}", NO_METADATA);
  }

  /** Any of the above but poison, of any of some subjects, at any time of a year. */
  static NewEvent any(Random random, int subjects) {
    String subject = "C-" + random.nextInt(subjects);
    Instant at = DAY.plusSeconds(random.nextInt(3600 * 24 * 365));
    return switch (random.nextInt(5)) {
      case 0 -> signin(subject, at);
      case 1 -> undeclared(subject, at);
      default -> purchase(subject, at, random.nextInt(1000) + "." + random.nextInt(10),
          List.of("app", "wecom", "counter").get(random.nextInt(3)));
    };
  }

  /** What a source says later about a fact in the log, as the intake records it. */
  static NewEvent correction(EventLog log, UUID fact, Instant at, CustomerEvent content) {
    return statement(log, fact, at, new FactCorrected(REFERENCE,
        (ObjectNode) EventCodec.mapper().readTree(CODEC.encode(content))));
  }

  static NewEvent withdrawal(EventLog log, UUID fact, Instant at) {
    return statement(log, fact, at, new FactWithdrawn(REFERENCE, null));
  }

  private static NewEvent statement(EventLog log, UUID fact, Instant at, AuditEvent said) {
    StoredEvent original = log.find(fact).orElseThrow();
    EventDescriptor type = EventCatalogue.standard().of(said.getClass());
    var about = new Original(fact, original.type(), original.revision(), original.position(), original.occurredAt(),
        original.recordedAt());
    return new NewEvent(UUID.randomUUID(), null, null, original.subject(), type.type(), type.revision(), at,
        CODEC.encode(said),
        EventDecoder.encode(new Metadata("/test", "S", null, null, null, null, null, null, about)));
  }

  /** Appends each event by itself and tells the last position. */
  static long append(EventLog log, NewEvent... events) {
    List<Outcome> outcomes = log.append(Arrays.stream(events).map(Append::of).toList());
    return outcomes.stream().mapToLong(outcome -> ((Outcome.Appended) outcome).last()).max().orElseThrow();
  }

  private static NewEvent purchase(String subject, Instant at, String amount, String channel, String campaign,
      String buyer) {
    return fact(subject, at, bought(amount, channel, campaign, buyer));
  }

  static PurchaseMade bought(String amount, String channel, @Nullable String campaign, @Nullable String buyer) {
    return new PurchaseMade(new PurchaseId("P"), CNY, List.of(new Line(null, null, null, Amount.of(amount), null)),
        null,
        buyer == null ? null : new CustomerId(buyer), null, null, new Code(channel),
        campaign == null ? null : new CampaignId(campaign));
  }
}
