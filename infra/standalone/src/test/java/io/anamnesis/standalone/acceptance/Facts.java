package io.anamnesis.standalone.acceptance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Facts as a source writes them. */
final class Facts {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AtomicLong NUMBER = new AtomicLong();
  static final String SOURCE = "/test/" + UUID.randomUUID();

  private Facts() {}

  /** A customer number that no other test uses. */
  static String someone() {
    return "C-" + UUID.randomUUID();
  }

  static Map<String, Object> fact(String subject, String type, String time, Map<String, ?> data) {
    Map<String, Object> fact = new LinkedHashMap<>();
    fact.put("specversion", "1.0");
    fact.put("id", "F-" + NUMBER.incrementAndGet());
    fact.put("source", SOURCE);
    fact.put("type", type);
    fact.put("subject", subject);
    fact.put("time", time);
    fact.put("data", data);
    return fact;
  }

  static Map<String, Object> purchase(String subject, String purchaseId, String time, Map<?, ?>... lines) {
    return fact(subject, "purchase.made", time,
        Map.of("purchaseId", purchaseId, "currency", "CNY", "lines", List.of(lines)));
  }

  static Map<String, Object> line(String businessLine, String amount) {
    return Map.of("product", "X-1", "businessLine", businessLine, "amount", amount);
  }

  static Map<String, Object> visit(String subject, String visitId, String time) {
    return fact(subject, "visit.completed", time, Map.of("visitId", visitId, "kind", "outpatient"));
  }

  static JsonNode parse(String json) {
    return JSON.readTree(json);
  }

  static String json(Object value) {
    return JSON.writeValueAsString(value);
  }
}
