package io.anamnesis.projections;

import io.anamnesis.events.EventCodec;
import io.anamnesis.eventstore.StoredEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The answers for lives with corrections, by brute force: a list of rows of the log, of which those that were corrected are
 * exchanged and those that were withdrawn struck out beforehand; then sums over JSON. Knows no fold and none of the kit.
 */
final class CorrectedLives {
  private static final Instant END = Instant.MAX;

  private final List<StoredEvent> log = new ArrayList<>();

  /** A purchase or a sign-in as it is known at a position. */
  private record Fact(StoredEvent first, JsonNode content) {}

  CorrectedLives(House house) {
    List<StoredEvent> page = house.log.read(0, 1_000);
    while (!page.isEmpty()) {
      log.addAll(page);
      page = house.log.read(page.getLast().position(), 1_000);
    }
  }

  List<StoredEvent> log() {
    return log;
  }

  TreeSet<String> subjects() {
    TreeSet<String> subjects = new TreeSet<>();
    log.forEach(event -> subjects.add(event.subject()));
    return subjects;
  }

  private static boolean isBusiness(String type) {
    return type.equals("purchase.made") || type.equals("signin.made");
  }

  private static JsonNode original(StoredEvent statement) {
    return EventCodec.mapper().readTree(statement.metadata()).path("original");
  }

  /** In the order of the log. */
  private List<Fact> known(String subject, long upTo, Instant effectiveAt) {
    Map<UUID, StoredEvent> last = new HashMap<>();
    Predicate<StoredEvent> seen = event -> event.position() <= upTo && subject.equals(event.subject());
    log.stream().filter(seen).filter(event -> event.type().startsWith("fact."))
        .forEach(event -> last.put(UUID.fromString(original(event).get("eventId").stringValue()), event));
    List<Fact> facts = new ArrayList<>();
    for (StoredEvent event : log) {
      StoredEvent word = last.get(event.eventId());
      boolean withdrawn = word != null && word.type().equals("fact.withdrawn");
      if (seen.test(event) && isBusiness(event.type()) && !event.occurredAt().isAfter(effectiveAt) && !withdrawn) {
        JsonNode payload = EventCodec.mapper().readTree(event.payload());
        facts.add(
            new Fact(event, word == null ? payload : EventCodec.mapper().readTree(word.payload()).get("data")));
      }
    }
    return facts;
  }

  private long position(String subject, long upTo, Instant effectiveAt) {
    return log.stream().filter(event -> event.position() <= upTo && subject.equals(event.subject()))
        .filter(event -> isBusiness(event.type()) && !event.occurredAt().isAfter(effectiveAt)
            || event.type().startsWith("fact.") && isBusiness(original(event).get("type").stringValue())
                && !Instant.parse(original(event).get("occurredAt").stringValue()).isAfter(effectiveAt))
        .mapToLong(StoredEvent::position).max().orElse(0);
  }

  Folded<Spending.Spent> spent(String subject, long upTo) {
    return spent(subject, upTo, END);
  }

  Folded<Spending.Spent> spent(String subject, long upTo, Instant effectiveAt) {
    int signins = 0;
    BigDecimal total = BigDecimal.ZERO;
    SortedMap<String, BigDecimal> byChannel = new TreeMap<>();
    for (Fact fact : known(subject, upTo, effectiveAt)) {
      if (fact.first().type().equals("signin.made")) {
        signins++;
      } else {
        total = total.add(amount(fact));
        byChannel.merge(channel(fact), amount(fact), BigDecimal::add);
      }
    }
    return new Folded<>(subject, new Spending.Spent(signins, total, byChannel), position(subject, upTo, effectiveAt));
  }

  /** Two a purchase, newest first. */
  List<Line<Spending.Entry>> lines(String subject, long upTo, Instant effectiveAt) {
    List<Line<Spending.Entry>> lines = new ArrayList<>();
    for (Fact fact : known(subject, upTo, effectiveAt)) {
      if (fact.first().type().equals("purchase.made")) {
        for (int half = 0; half < 2; half++) {
          lines.add(new Line<>(fact.first().position(), half,
              new Spending.Entry(fact.first().occurredAt(), amount(fact), half)));
        }
      }
    }
    return lines.reversed();
  }

  List<Line<Spending.Entry>> lines(String subject, long upTo) {
    return lines(subject, upTo, END);
  }

  /** By {@code <measure> <channel of the first purchase>}: customers, and what they spent. */
  SortedMap<String, BigDecimal> figures(long upTo) {
    SortedMap<String, BigDecimal> figures = new TreeMap<>();
    for (String subject : subjects()) {
      List<Fact> purchases = known(subject, upTo, END).stream()
          .filter(fact -> fact.first().type().equals("purchase.made"))
          .sorted((one, other) -> one.first().occurredAt().compareTo(other.first().occurredAt())).toList();
      if (!purchases.isEmpty()) {
        String channel = channel(purchases.getFirst());
        figures.merge("customers " + channel, BigDecimal.ONE, BigDecimal::add);
        purchases.forEach(purchase -> figures.merge("spent " + channel, amount(purchase), BigDecimal::add));
      }
    }
    figures.values().removeIf(value -> value.signum() == 0);
    return figures;
  }

  private static BigDecimal amount(Fact fact) {
    return new BigDecimal(fact.content().get("lines").get(0).get("amount").stringValue());
  }

  private static String channel(Fact fact) {
    return fact.content().get("channel").stringValue();
  }
}
