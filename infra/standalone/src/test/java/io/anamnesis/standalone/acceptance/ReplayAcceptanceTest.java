package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** H1: a customer's life, event by event, with the state before and after each. Expected points are written out. */
@ParameterizedClass
@EnumSource(Deployment.class)
class ReplayAcceptanceTest {
  private static final long MEBIBYTE = 1 << 20;

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  /** What each interaction of {@link #life} earns. */
  private static final Map<String, Integer> EARNED =
      Map.of("visit.completed", 20, "signin.made", 5, "purchase.made", 760, "survey.answered", 10);

  private List<Map<String, Object>> life() {
    return List.of(fact(customer, "customer.registered", "2026-03-01T01:00:00Z", Map.of("name", "Wang Fang")),
        visit(customer, "V-1", "2026-03-01T02:00:00Z"), fact(customer, "signin.made", "2026-03-02T02:00:00Z", Map.of()),
        purchase(customer, "P-1", "2026-03-03T02:00:00Z", line("postpartum", "760.00")),
        fact(customer, "price.acknowledged", "2026-03-03T03:00:00Z", Map.of("product", "X-1")),
        fact(customer, "survey.answered", "2026-02-01T02:00:00Z", Map.of("survey", "S-1", "score", 9)));
  }

  @Test
  void every_event_of_the_life_is_told_with_the_points_before_and_after_it() {
    Client client = recorded(life());
    List<JsonNode> lines = replay(client, "points");
    List<JsonNode> history = client.as("auditor").get(audit("history")).lines();

    assertThat(lines).extracting(told -> told.get("event")).isEqualTo(history);
    Map<String, String> typeById = new HashMap<>();
    int points = 0;
    for (JsonNode told : lines) {
      JsonNode event = told.get("event");
      typeById.put(event.get("eventId").asString(), event.get("type").asString());
      assertThat(told.get("before").get("lifetimeEarned").asInt()).as("before %s", event).isEqualTo(points);
      if (event.get("type").asString().equals("loyalty.points-earned")) {
        points += EARNED.get(typeById.get(event.get("causedBy").asString()));
      } else {
        assertThat(told.get("after")).as("after %s", event).isEqualTo(told.get("before"));
      }
      assertThat(told.get("after").get("lifetimeEarned").asInt()).as("after %s", event).isEqualTo(points);
    }
    assertThat(points).isEqualTo(20 + 5 + 760 + 10);
  }

  @Test
  void each_state_goes_on_from_the_one_before_and_ends_at_the_live_answer() {
    Client client = recorded(life());
    for (String model : List.of("points", "tier", "trajectory", "portrait", "ledger")) {
      List<JsonNode> lines = replay(client, model);
      for (int i = 1; i < lines.size(); i++) {
        assertThat(lines.get(i).get("before")).as("%s, line %d", model, i).isEqualTo(lines.get(i - 1).get("after"));
      }
      if (!model.equals("ledger")) {
        assertThat(lines.getLast().get("after")).as(model)
            .isEqualTo(client.as("auditor").read("/api/v1/customers/" + customer + "/" + model));
      }
    }
  }

  @Test
  void the_state_after_an_event_is_what_a_read_as_of_its_recording_answers() {
    Client client = recorded(life());
    List<JsonNode> lines = replay(client, "points");
    for (int i = 0; i < lines.size(); i++) {
      String recordedAt = recordedAt(lines.get(i));
      if (i + 1 == lines.size() || !recordedAt(lines.get(i + 1)).equals(recordedAt)) {
        assertThat(client.read("/api/v1/customers/" + customer + "/points?asOf=" + recordedAt))
            .isEqualTo(lines.get(i).get("after"));
      }
    }
  }

  @Test
  void what_ages_is_judged_when_the_event_was_recorded_or_at_the_instant_asked() {
    Client client = recorded(life());
    List<JsonNode> then = replay(client, "points", "&effectiveAt=2026-03-03T02:00:00Z");

    assertThat(then).extracting(told -> told.get("event").get("occurredAt").asString())
        .doesNotContain("2026-03-03T03:00:00Z").contains("2026-03-03T02:00:00Z");
    assertThat(then.getLast().get("after").get("pending").asInt()).isEqualTo(760);
    assertThat(then.getLast().get("after"))
        .isEqualTo(client.read("/api/v1/customers/" + customer + "/points?effectiveAt=2026-03-03T02:00:00Z"));
    // Recorded long after the seven days of waiting, and never pending for one who watched the log.
    assertThat(replay(client, "points")).extracting(told -> told.get("after").get("pending").asInt()).containsOnly(0);
  }

  @Test
  void what_lies_before_the_stretch_asked_for_is_folded_silently() {
    Client client = recorded(life());
    List<JsonNode> whole = replay(client, "points");
    int first = whole.size() / 3;
    int last = whole.size() - 2;
    String from = whole.get(first).get("event").get("position").asString();
    String to = whole.get(last).get("event").get("position").asString();

    List<JsonNode> part = whole.subList(first, last + 1);
    assertThat(replay(client, "points", "&from=" + from + "&to=" + to)).isEqualTo(part);
    assertThat(replay(client, "points", "&from=" + recordedAt(whole.getLast())).getLast()).isEqualTo(whole.getLast());
    assertThat(replay(client, "points", "&asOf=" + recordedAt(whole.get(last))).size()).isLessThan(whole.size());
    assertThat(replay(client, "points", "&from=" + to + "&to=" + from)).isEmpty();
  }

  @Test
  void personal_data_is_masked_unless_a_purpose_is_stated() {
    Client client = recorded(life());
    JsonNode masked = replay(client, "portrait").getFirst();
    assertThat(masked.get("before").get("identity").get("name").isNull()).isTrue();
    assertThat(masked.get("after").get("identity").get("name").asString()).isEqualTo("***");
    assertThat(masked.get("event").get("payload").get("name").asString()).isEqualTo("***");

    JsonNode clear = client.as("auditor").get(audit("replay?model=portrait"), "Purpose", "complaint review").lines()
        .getFirst();
    assertThat(clear.get("after").get("identity").get("name").asString()).isEqualTo("Wang Fang");
    assertThat(clear.get("event").get("payload").get("name").asString()).isEqualTo("Wang Fang");
  }

  @Test
  void what_cannot_be_replayed_is_refused_by_name() {
    Client client = recorded(life());
    Client auditor = client.as("auditor");
    Answer unknown = auditor.get(audit("replay?model=nonsense"), "Accept-Language", "en");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().get("field").asString()).isEqualTo("model");
    assertThat(unknown.json().get("detail").asString()).contains("points", "tier", "trajectory", "portrait", "ledger");
    assertThat(auditor.get(audit("replay")).json().get("field").asString()).isEqualTo("model");
    assertThat(auditor.get(audit("replay?model=points&from=tomorrow")).json().get("field").asString())
        .isEqualTo("from");
    assertThat(auditor.get("/api/v1/audit/customers/" + someone() + "/replay?model=points").json().get("type")
        .asString()).isEqualTo("/problems/unknown-customer");
    assertThat(client.get(audit("replay?model=points")).status()).isEqualTo(403);
  }

  @Test
  void ten_thousand_events_are_streamed_in_flat_memory() {
    List<Map<String, Object>> views = new ArrayList<>();
    Instant first = Instant.parse("2025-01-01T00:00:00Z");
    for (int i = 0; i < 10_000; i++) {
      views.add(fact(customer, "content.viewed", first.plus(i, ChronoUnit.MINUTES).toString(),
          Map.of("content", "A-" + i)));
    }
    Client client = recorded(views);
    client.read("/api/v1/customers/" + customer + "/portrait");
    long received = 0;
    try (Stream<String> stream = client.as("auditor").lines(audit("replay?model=portrait"))) {
      List<Integer> lengths = stream.map(String::length).toList();
      assertThat(lengths).hasSize(10_000);
      received = lengths.stream().mapToLong(Integer::longValue).sum();
    }
    assertThat(received).isGreaterThan(16 * MEBIBYTE);
    assertThat(held(client, 1_000)).as("bytes held with nearly all lines to come").isLessThan(6 * MEBIBYTE);
    assertThat(held(client, 8_000)).as("bytes held with most lines sent").isLessThan(6 * MEBIBYTE);
  }

  /**
   * How much memory comes free when a replay is broken off after so many lines. What else the process does meanwhile
   * can only be told from it by looking more than once: the least counts.
   */
  private long held(Client client, int lines) {
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long open;
      try (Stream<String> stream = client.as("auditor").lines(audit("replay?model=portrait"))) {
        Iterator<String> next = stream.iterator();
        for (int i = 0; i < lines; i++) {
          next.next();
        }
        open = memoryInUse();
      }
      // The server learns of it when it next writes.
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
      least = Math.min(least, open - memoryInUse());
    }
    return least;
  }

  @Test
  void a_replay_and_a_rebuild_decide_nothing_and_leave_the_log_as_it_is() {
    Client client = recorded(life());
    List<JsonNode> before = client.as("auditor").get(audit("history")).lines();
    replay(client, "points");
    Client analyst = client.as("analyst");
    assertThat(analyst.post("/api/v1/projections/points/rebuild", Map.of()).status()).isEqualTo(202);
    await().atMost(Duration.ofSeconds(60)).until(
        () -> analyst.read("/api/v1/projections/points").get("state").asString().equals("live"));
    client.record(fact(someone(), "signin.made", "2026-03-01T02:00:00Z", Map.of()));

    assertThat(client.read("/api/v1/customers/" + customer + "/points").get("lifetimeEarned").asInt()).isEqualTo(795);
    assertThat(client.as("auditor").get(audit("history")).lines()).isEqualTo(before);
  }

  private Client recorded(List<Map<String, Object>> facts) {
    Client client = deployment.client();
    client.record(facts);
    return client;
  }

  private List<JsonNode> replay(Client client, String model) {
    return replay(client, model, "");
  }

  private List<JsonNode> replay(Client client, String model, String more) {
    Answer answer = client.as("auditor").get(audit("replay?model=" + model + more));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    return answer.lines();
  }

  private String audit(String what) {
    return "/api/v1/audit/customers/" + customer + "/" + what;
  }

  private static String recordedAt(JsonNode told) {
    return told.get("event").get("recordedAt").asString();
  }

  private static long memoryInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
