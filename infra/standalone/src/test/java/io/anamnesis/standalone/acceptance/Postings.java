package io.anamnesis.standalone.acceptance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What was decided on a customer's points, read from the audit's history of events and added up. */
record Postings(List<JsonNode> events) {

  /** After everything that follows from what the client has told. */
  static Postings of(Client client, String customer) {
    client.read("/api/v1/customers/" + customer + "/points");
    return new Postings(client.as("auditor")
        .get("/api/v1/audit/customers/" + customer + "/history", "Purpose", "complaint review").lines());
  }

  List<JsonNode> of(String type) {
    return events.stream().filter(event -> event.get("type").asString().equals(type))
        .map(event -> event.get("payload")).toList();
  }

  /** Awarded, less what was undone. */
  Map<String, Long> byRule() {
    Map<String, Long> points = new TreeMap<>();
    of("loyalty.points-earned").forEach(award -> points.merge(award.get("rule").asString(),
        award.get("points").asLong(), Long::sum));
    of("loyalty.points-clawed-back").forEach(back -> points.merge(back.get("rule").asString(),
        -back.get("undone").asLong(), Long::sum));
    return points;
  }

  /** A rule's awards, less what was undone, by the UTC day of the interaction. */
  Map<String, Long> byDay(String rule) {
    Map<String, Long> points = new TreeMap<>();
    of("loyalty.points-earned").stream().filter(award -> award.get("rule").asString().equals(rule))
        .forEach(award -> points.merge(award.get("lot").get("earnedAt").asString().substring(0, 10),
            award.get("points").asLong(), Long::sum));
    of("loyalty.points-clawed-back").stream().filter(back -> back.get("rule").asString().equals(rule))
        .forEach(back -> points.merge(back.get("earnedAt").asString().substring(0, 10),
            -back.get("undone").asLong(), Long::sum));
    return points;
  }

  long net() {
    return byRule().values().stream().mapToLong(Long::longValue).sum();
  }

  /** The last word on each refund, in the order in which they were first noted. */
  List<String> effects() {
    Map<String, String> effects = new java.util.LinkedHashMap<>();
    of("loyalty.refund-noted")
        .forEach(noted -> effects.put(noted.get("cause").asString(), noted.get("effect").asString()));
    return List.copyOf(effects.values());
  }
}
