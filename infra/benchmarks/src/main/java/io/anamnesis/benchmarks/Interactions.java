package io.anamnesis.benchmarks;

import io.anamnesis.events.EventCatalogue;
import io.anamnesis.events.Metadata;
import io.anamnesis.events.Original;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;

/**
 * Facts of many customers as sources tell them over the years: in no order of time, with refunds, purchases for others,
 * corrections and withdrawals. The same seed tells the same, but for ids.
 */
final class Interactions {
  private static final Instant FIRST = Instant.parse("2023-10-01T00:00:00Z");
  private static final int SECONDS = 3 * 365 * 86_400;
  private static final int PAGE = 1_000;
  private static final String METADATA = EventDecoder.encode(Metadata.NONE);
  private static final String STATEMENT = "{\"source\":\"/his\",\"id\":\"F\"}";

  private final EventLog log;
  private final int customers;
  private final Random random;
  /** Purchases that were told lately: what is said of one later is said of one of them. */
  private final List<Told> purchases = new ArrayList<>();
  private int numbered;

  private record Told(NewEvent fact, String customer, String purchase, long position) {}

  Interactions(EventLog log, int customers, long seed) {
    this.log = log;
    this.customers = customers;
    this.random = new Random(seed);
  }

  void tell(long facts) {
    for (long told = 0; told < facts; told += PAGE) {
      List<NewEvent> page = new ArrayList<>();
      for (long i = told; i < Math.min(facts, told + PAGE); i++) {
        page.add(any());
      }
      keep(page, log.append(page.stream().map(Append::of).toList()));
    }
  }

  private void keep(List<NewEvent> page, List<Outcome> outcomes) {
    purchases.clear();
    for (int i = 0; i < page.size(); i++) {
      if (!(outcomes.get(i) instanceof Outcome.Appended appended)) {
        throw new IllegalStateException("a fact was not recorded: " + outcomes.get(i));
      }
      NewEvent fact = page.get(i);
      if (fact.type().equals("purchase.made")) {
        String payload = fact.payload();
        purchases.add(new Told(fact, Objects.requireNonNull(fact.subject()),
            payload.substring(15, payload.indexOf('"', 15)), appended.last()));
      }
    }
  }

  private NewEvent any() {
    String customer = "C-" + random.nextInt(customers);
    Instant at = FIRST.plusSeconds(random.nextInt(SECONDS));
    int what = random.nextInt(100);
    if (what < 35) {
      return fact(customer, "purchase.made", at, purchase(customer, "P-" + ++numbered), METADATA);
    } else if (what < 55) {
      return fact(customer, "visit.completed", at, "{\"visitId\":\"V-" + random.nextInt(99) + "\"}", METADATA);
    } else if (what < 70) {
      return fact(customer, "signin.made", at, "{}", METADATA);
    } else if (what < 80) {
      return fact(customer, "content.shared", at, "{\"content\":\"A-" + random.nextInt(9) + "\"}", METADATA);
    } else if (what < 85 || purchases.isEmpty()) {
      return fact(customer, "activity.attended", at, "{\"activity\":\"K-" + random.nextInt(50) + "\"}", METADATA);
    }
    Told about = purchases.get(random.nextInt(purchases.size()));
    return what < 97 ? refund(about) : statement(about, what == 99);
  }

  private String purchase(String customer, String id) {
    String buyer = random.nextInt(10) == 0 ? "C-" + random.nextInt(customers) : customer;
    StringBuilder lines = new StringBuilder();
    for (int line = random.nextInt(1, 4); line > 0; line--) {
      lines.append(lines.isEmpty() ? "" : ",").append("{\"amount\":\"").append(random.nextInt(2_000)).append('.')
          .append(random.nextInt(10, 100)).append("\"}");
    }
    return "{\"purchaseId\":\"" + id + "\",\"currency\":\"CNY\",\"buyer\":\"" + buyer + "\",\"lines\":[" + lines
        + "]}";
  }

  private NewEvent refund(Told about) {
    Instant at = about.fact.occurredAt().plusSeconds(random.nextInt(20 * 86_400));
    return fact(about.customer, "purchase.refunded", at, "{\"purchaseId\":\"" + about.purchase
        + "\",\"currency\":\"CNY\",\"amount\":\"" + random.nextInt(1_500) + ".00\"}", METADATA);
  }

  private NewEvent statement(Told about, boolean withdraws) {
    NewEvent fact = about.fact;
    String metadata = EventDecoder.encode(new Metadata("/his", "S", null, null, null, null, null, null,
        new Original(fact.eventId(), fact.type(), fact.revision(), about.position, fact.occurredAt(),
            fact.occurredAt())));
    Instant at = fact.occurredAt().plusSeconds(30L * 86_400);
    return withdraws
        ? fact(about.customer, "fact.withdrawn", at, "{\"withdraws\":" + STATEMENT + "}", metadata)
        : fact(about.customer, "fact.corrected", at, "{\"corrects\":" + STATEMENT + ",\"data\":"
            + purchase(about.customer, about.purchase) + "}", metadata);
  }

  private static NewEvent fact(String subject, String type, Instant at, String payload, String metadata) {
    int revision = EventCatalogue.standard().find(type).orElseThrow().revision();
    return new NewEvent(UUID.randomUUID(), null, null, subject, type, revision, at, payload, metadata);
  }
}
