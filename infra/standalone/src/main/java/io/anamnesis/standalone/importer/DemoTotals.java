package io.anamnesis.standalone.importer;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What the demo hospital holds, counted from the facts that were sent. */
final class DemoTotals {
  private final Map<String, Long> factsByType = new TreeMap<>();
  private final Map<String, Integer> factsBySubject = new HashMap<>();
  private final Set<String> stayed = new HashSet<>();
  private final List<String> toTry = new ArrayList<>();
  private BigDecimal spend = BigDecimal.ZERO;

  /** @param facts of one set: customers of different sets are different people */
  void add(List<Fact> facts) {
    Map<String, Integer> lives = new HashMap<>();
    for (Fact fact : facts) {
      JsonNode json = fact.json();
      String subject = json.path("subject").asString();
      String type = json.path("type").asString();
      lives.merge(subject, 1, Integer::sum);
      factsByType.merge(type, 1L, Long::sum);
      if (type.equals("admission.admitted")) {
        stayed.add(subject);
      }
      for (JsonNode line : json.path("data").path("lines")) {
        spend = spend.add(new BigDecimal(line.path("amount").asString()));
      }
    }
    Comparator<String> byLife = Comparator.comparing(lives::get);
    String longest = lives.keySet().stream().max(byLife.thenComparing(Comparator.naturalOrder())).orElseThrow();
    toTry.add(longest);
    lives.keySet().stream().filter(stayed::contains).filter(subject -> !subject.equals(longest))
        .max(byLife.thenComparing(Comparator.naturalOrder())).ifPresent(toTry::add);
    factsBySubject.putAll(lives);
  }

  void print(PrintStream out) {
    out.println(String.format(Locale.ROOT, "The demo hospital: %,d customers, %,d facts, %,.2f USD spent",
        factsBySubject.size(), factsByType.values().stream().mapToLong(Long::longValue).sum(), spend));
    factsByType.forEach((type, count) -> out.println(String.format(Locale.ROOT, "  %-24s %,9d", type, count)));
  }

  /** Three customers with much to see. */
  Map<String, Integer> toTry() {
    Map<String, Integer> chosen = new TreeMap<>();
    toTry.forEach(subject -> chosen.put(subject, factsBySubject.get(subject)));
    return chosen;
  }
}
