package io.anamnesis.command.loyalty.happening;

import io.anamnesis.events.Metadata;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.EventDecoder;
import io.anamnesis.eventstore.EventLog;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/** Interactions of a few customers over two years, in no order of time, and what was told in them. */
public final class RandomHistory {
  private static final Instant FIRST = Instant.parse("2024-10-01T00:00:00Z");
  private static final int SECONDS = 2 * 365 * 86_400;
  private static final int CUSTOMERS = 25;

  private final Random random;
  private final SortedSet<String> customers = new TreeSet<>();
  private final List<Visit> visits = new ArrayList<>();
  private final List<Bought> purchases = new ArrayList<>();
  private final Set<String> refunded = new HashSet<>();
  /** Purchases and refunds of them that are told some time later. */
  private final Deque<Supplier<NewEvent>> later = new ArrayDeque<>();
  private int numbered;

  private record Visit(String customer, Instant at) {}

  /** @param paid by the customer, a line each */
  private record Bought(String id, String buyer, Instant at, List<BigDecimal> paid) {}

  public RandomHistory(Random random) {
    this.random = random;
  }

  /** All who could earn. */
  public SortedSet<String> customers() {
    return customers;
  }

  public void append(EventLog log, int facts) {
    List<Append> appends = new ArrayList<>();
    for (int i = 0; i < facts; i++) {
      appends.add(Append.of(any()));
    }
    for (Outcome outcome : log.append(appends)) {
      if (!(outcome instanceof Outcome.Appended)) {
        throw new AssertionError(outcome);
      }
    }
  }

  /** A purchase that nobody can read. */
  public void appendUnreadable(EventLog log, String customer) {
    log.append(Append.of(fact(customer, "purchase.made", FIRST, "{\"purchaseId\":7}")));
  }

  /** What each would have if visits and the customers' own money alone earned. */
  public Map<String, TreeMap<Instant, Long>> awards(long aVisit, int aYuan) {
    Map<String, TreeMap<Instant, Long>> awards = new TreeMap<>();
    visits.forEach(visit -> awards.computeIfAbsent(visit.customer, first -> new TreeMap<>()).merge(visit.at, aVisit,
        Long::sum));
    for (Bought bought : purchases) {
      if (refunded.contains(bought.id)) {
        continue;
      }
      long points = bought.paid.stream()
          .mapToLong(line -> line.multiply(BigDecimal.valueOf(aYuan)).setScale(0, RoundingMode.FLOOR).longValueExact())
          .sum();
      if (points > 0) {
        awards.computeIfAbsent(bought.buyer, first -> new TreeMap<>()).merge(bought.at, points, Long::sum);
      }
    }
    return awards;
  }

  private NewEvent any() {
    if (!later.isEmpty() && random.nextInt(3) == 0) {
      return later.remove().get();
    }
    String customer = "C-" + random.nextInt(CUSTOMERS);
    Instant at = FIRST.plusSeconds(random.nextInt(SECONDS));
    customers.add(customer);
    return switch (random.nextInt(8)) {
      case 0, 1 -> {
        visits.add(new Visit(customer, at));
        yield fact(customer, "visit.completed", at, "{\"visitId\":\"V\",\"kind\":\"outpatient\"}");
      }
      case 2, 3 -> purchase(customer, at);
      case 4 -> fact(customer, "plan.joined", at, "{\"planId\":\"L-1\",\"kind\":\"rehabilitation\"}");
      case 5 -> fact(customer, "plan.step-done", at, "{\"planId\":\"L-1\"}");
      case 6 -> fact(customer, "content.shared", at, "{\"content\":\"A-1\"}");
      default -> fact(customer, "signin.made", FIRST.plusSeconds(86_400L * random.nextInt(40)), "{}");
    };
  }

  private NewEvent purchase(String customer, Instant at) {
    List<BigDecimal> paid = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (int line = random.nextInt(1, 4); line > 0; line--) {
      BigDecimal amount = BigDecimal.valueOf(random.nextInt(150_000), 2);
      lines.add("{\"amount\":\"" + amount + "\"}");
      paid.add(amount);
    }
    String buyer = random.nextInt(5) == 0 ? "C-" + random.nextInt(CUSTOMERS) : customer;
    customers.add(buyer);
    String id = "P-" + ++numbered;
    // An insurer pays all of some: nothing of the customer's own earns.
    boolean insured = random.nextInt(4) == 0;
    Supplier<NewEvent> purchase = () -> {
      if (!insured) {
        purchases.add(new Bought(id, buyer, at, paid));
      }
      return fact(customer, "purchase.made", at, "{\"purchaseId\":\"" + id + "\",\"currency\":\"CNY\",\"buyer\":\""
          + buyer + "\",\"lines\":[" + String.join(",", lines) + "]"
          + (insured ? ",\"payments\":[{\"payer\":\"insurer\"}]}" : "}"));
    };
    if (random.nextInt(4) > 0) {
      return purchase.get();
    }
    // By its instant the refund lies before the purchase: so the purchase never counts for a level.
    Supplier<NewEvent> refund = () -> {
      refunded.add(id);
      return fact(customer, "purchase.refunded", at.minusSeconds(1), "{\"purchaseId\":\"" + id
          + "\",\"currency\":\"CNY\",\"amount\":\"" + paid.stream().reduce(BigDecimal.ZERO, BigDecimal::add) + "\"}");
    };
    boolean refundFirst = random.nextBoolean();
    later.add(refundFirst ? purchase : refund);
    return (refundFirst ? refund : purchase).get();
  }

  private static NewEvent fact(String customer, String type, Instant at, String payload) {
    return new NewEvent(UUID.randomUUID(), null, null, customer, type, 1, at, payload,
        EventDecoder.encode(Metadata.NONE));
  }
}
