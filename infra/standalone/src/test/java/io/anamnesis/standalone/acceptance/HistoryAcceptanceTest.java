package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.JsonNode;

/**
 * H1: what of a customer's history and replay is told, in which order, and how to go on where it broke off. What is expected is
 * picked out of the whole history by the test.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class HistoryAcceptanceTest {
  private static final List<String> SITES = List.of("shanghai", "suzhou", "");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  /** Facts of two sites in no order of occurrence, one of them corrected and one withdrawn. */
  private Client recorded(long seed) {
    Random random = new Random(seed);
    List<Map<String, Object>> life = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      String time = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(86_400L * random.nextInt(20)).toString();
      Map<String, Object> where = new HashMap<>();
      String site = SITES.get(random.nextInt(3));
      if (!site.isEmpty()) {
        where.put("site", site);
      }
      life.add(switch (random.nextInt(5)) {
        case 0 -> fact(customer, "visit.completed", time, with(where, "visitId", "V-" + i, "kind", "outpatient"));
        case 1 -> fact(customer, "visit.arrived", time, with(where, "visitId", "V-" + i));
        case 2 -> fact(customer, "purchase.made", time,
            with(where, "purchaseId", "P-" + i, "currency", "CNY", "lines", List.of(line("postpartum", "50.00"))));
        case 3 -> fact(customer, "x.locker.opened", time, Map.of("locker", "L-" + i));
        default -> fact(customer, "signin.made", time, Map.of());
      });
    }
    Client client = deployment.client();
    client.record(life);
    Map<String, Object> first = life.getFirst();
    client.record(fact(customer, "fact.withdrawn", "2026-02-01T00:00:00Z",
        Map.of("withdraws", Map.of("source", first.get("source"), "id", first.get("id")))));
    return client.as("auditor");
  }

  private static Map<String, Object> with(Map<String, Object> data, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      data.put(more[i].toString(), more[i + 1]);
    }
    return data;
  }

  private List<JsonNode> history(Client auditor, String asked) {
    return told(auditor, "history?" + asked);
  }

  private List<JsonNode> told(Client auditor, String what) {
    Answer answer = auditor.get("/api/v1/audit/customers/" + customer + "/" + what);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.lines();
  }

  private static Predicate<JsonNode> text(String member, String value) {
    return event -> event.get(member).asString("").equals(value);
  }

  private static List<JsonNode> picked(List<JsonNode> all, Predicate<JsonNode> which) {
    List<JsonNode> picked = all.stream().filter(which).toList();
    assertThat(picked).as("something to tell").isNotEmpty().hasSizeLessThan(all.size());
    return picked;
  }

  @Test
  void each_filter_tells_what_it_asks_for_and_nothing_else() {
    Client auditor = recorded(1);
    List<JsonNode> all = history(auditor, "");
    JsonNode award = all.stream().filter(text("type", "loyalty.points-earned")).findFirst().orElseThrow();
    String cause = award.get("causedBy").asString();
    String stream = award.get("stream").asString();
    String teller = all.getFirst().get("actor").asString();
    String third = all.get(2).get("occurredAt").asString();

    Map<String, Predicate<JsonNode>> filters = new HashMap<>();
    filters.put("type=visit.completed", text("type", "visit.completed"));
    filters.put("type=visit.completed&type=signin.made",
        text("type", "visit.completed").or(text("type", "signin.made")));
    filters.put("type=visit.*", event -> event.get("type").asString().startsWith("visit."));
    filters.put("type=x.*&type=fact.withdrawn",
        event -> event.get("type").asString().startsWith("x.")
            || event.get("type").asString().equals("fact.withdrawn"));
    filters.put("stream=" + stream, text("stream", stream));
    filters.put("actor=" + teller, text("actor", teller));
    filters.put("causedBy=" + cause, text("causedBy", cause));
    filters.put("site=suzhou", event -> event.get("payload").path("site").asString("").equals("suzhou"));
    filters.put("occurredFrom=" + third, event -> at(event).compareTo(Instant.parse(third)) >= 0);
    filters.put("occurredTo=" + third, event -> at(event).compareTo(Instant.parse(third)) <= 0);
    filters.put("effectiveAt=" + third, event -> at(event).compareTo(Instant.parse(third)) <= 0);
    filters.put("occurredFrom=" + third + "&occurredTo=" + third, event -> at(event).equals(Instant.parse(third)));
    filters.forEach((asked, which) -> {
      List<JsonNode> expected = picked(all, which);
      assertThat(history(auditor, asked)).as(asked).isEqualTo(expected);
      assertThat(history(auditor, asked + "&order=occurred")).as(asked).isEqualTo(asOccurred(expected));
    });
  }

  @Test
  void filters_together_tell_what_all_of_them_ask_for() {
    Client auditor = recorded(2);
    List<JsonNode> all = history(auditor, "");
    Random random = new Random(3);
    for (int i = 0; i < 12; i++) {
      String type = List.of("visit.*", "loyalty.*", "purchase.made", "signin.made").get(random.nextInt(4));
      JsonNode one = all.get(random.nextInt(all.size()));
      JsonNode other = all.get(random.nextInt(all.size()));
      Predicate<JsonNode> expected =
          event -> event.get("type").asString().startsWith(type.replace("*", ""))
              && position(event) >= position(one) && !at(event).isAfter(at(other));
      String asked = "type=" + type + "&from=" + position(one) + "&occurredTo=" + at(other);
      assertThat(history(auditor, asked)).as(asked).isEqualTo(all.stream().filter(expected).toList());
    }
  }

  @Test
  void a_replay_tells_the_same_lines_with_the_states_that_all_events_lead_to() {
    Client auditor = recorded(4);
    List<JsonNode> whole = told(auditor, "replay?model=points");
    List<JsonNode> filtered = told(auditor, "replay?model=points&type=loyalty.*");

    assertThat(filtered)
        .isEqualTo(picked(whole, told -> told.get("event").get("type").asString().startsWith("loyalty.")));
    assertThat(filtered).extracting(told -> told.get("event")).isEqualTo(history(auditor, "type=loyalty.*"));
  }

  @Test
  void a_replay_in_the_order_of_occurrence_tells_what_was_true_after_each_event() {
    Client auditor = recorded(5);
    String last = auditor.get("/api/v1/audit/customers/" + customer + "/history").header("Position");
    for (String model : List.of("points", "portrait")) {
      List<JsonNode> lines = told(auditor, "replay?order=occurred&to=" + last + "&model=" + model);
      assertThat(lines).extracting(told -> told.get("event")).isEqualTo(asOccurred(history(auditor, "to=" + last)));
      for (int i = 0; i < lines.size(); i++) {
        String at = at(lines.get(i).get("event")).toString();
        if (i + 1 == lines.size() || !at(lines.get(i + 1).get("event")).toString().equals(at)) {
          assertThat(lines.get(i).get("after")).as("%s at %s", model, at)
              .isEqualTo(auditor.read("/api/v1/customers/" + customer + "/" + model + "?effectiveAt=" + at));
        }
      }
    }
  }

  @Test
  void an_answer_that_broke_off_is_gone_on_with_without_loss_or_repetition() {
    Client auditor = recorded(6);
    List<JsonNode> all = history(auditor, "");
    String to = "&to=" + position(all.getLast());
    List<JsonNode> occurred = asOccurred(all);
    for (int have : new int[]{1, 7, all.size() - 1, all.size()}) {
      assertThat(history(auditor, "after=" + position(all.get(have - 1)) + to))
          .isEqualTo(all.subList(have, all.size()));
      assertThat(history(auditor, "order=occurred&after=" + position(occurred.get(have - 1)) + to))
          .isEqualTo(occurred.subList(have, all.size()));
    }
    List<JsonNode> replay = told(auditor, "replay?model=points");
    assertThat(told(auditor, "replay?model=points&after=" + position(all.get(9)) + to))
        .isEqualTo(replay.subList(10, replay.size()));
    List<JsonNode> asOccurred = told(auditor, "replay?model=points&order=occurred" + to);
    assertThat(told(auditor, "replay?model=points&order=occurred&after=" + position(occurred.get(9)) + to))
        .isEqualTo(asOccurred.subList(10, asOccurred.size()));
  }

  @Test
  void whoever_asks_is_told_in_a_last_line_that_nothing_is_missing() {
    Client auditor = recorded(7);
    List<JsonNode> all = history(auditor, "");
    for (String what : List.of("history?", "history?order=occurred&", "replay?model=points&",
        "replay?model=points&order=occurred&")) {
      Answer answer = auditor.get("/api/v1/audit/customers/" + customer + "/" + what + "type=visit.*&end=true");
      List<JsonNode> lines = answer.lines();
      JsonNode end = lines.getLast().get("end");
      assertThat(end.get("events").asInt()).as(what).isEqualTo(lines.size() - 1)
          .isEqualTo((int) all.stream().filter(event -> event.get("type").asString().startsWith("visit.")).count());
      assertThat(end.get("position").asString()).isEqualTo(answer.header("Position"));
      assertThat(told(auditor, what + "type=visit.*")).isEqualTo(lines.subList(0, lines.size() - 1));
    }
  }

  @ParameterizedTest
  @CsvSource({"type=nonsense,type", "type=visit.nothing.*,type", "type=*,type", "type=,type",
      "stream=points-account:nobody,stream", "causedBy=F-1,causedBy",
      "causedBy=6ba7b810-9dad-51d1-80b4-00c04fd430c8,causedBy", "site=a%20b,site", "actor=,actor",
      "actor=one&actor=two,actor", "occurredFrom=yesterday,occurredFrom",
      "occurredFrom=2026-02-01T00:00:00Z&occurredTo=2026-01-01T00:00:00Z,occurredTo", "order=backward,order",
      "after=-1,after", "order=occurred&to=9999&after=999999999,after", "order=occurred&after=1,to", "end=yes,end",
      "from=tomorrow,from"})
  void what_is_of_no_form_or_unknown_is_refused_by_name(String asked, String field) {
    deployment.client().record(fact(customer, "signin.made", "2026-03-01T00:00:00Z", Map.of()));
    Client auditor = deployment.client().as("auditor");
    for (String what : List.of("history?", "replay?model=points&")) {
      Answer refused = auditor.get("/api/v1/audit/customers/" + customer + "/" + what + asked, "Accept-Language", "en");
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.json().get("field").asString()).isEqualTo(field);
      assertThat(refused.json().get("detail").asString()).isNotBlank();
    }
  }

  @Test
  void a_history_as_of_an_instant_ends_with_what_was_recorded_by_then() {
    Client auditor = recorded(8);
    List<JsonNode> all = history(auditor, "");
    String instant = all.get(all.size() / 2).get("recordedAt").asString();
    assertThat(history(auditor, "asOf=" + instant)).isEqualTo(picked(all,
        event -> !Instant.parse(event.get("recordedAt").asString()).isAfter(Instant.parse(instant))));
  }

  private static List<JsonNode> asOccurred(List<JsonNode> events) {
    return events.stream()
        .sorted(Comparator.comparing(HistoryAcceptanceTest::at).thenComparing(HistoryAcceptanceTest::position))
        .toList();
  }

  private static Instant at(JsonNode event) {
    return Instant.parse(event.get("occurredAt").asString());
  }

  private static long position(JsonNode event) {
    return event.get("position").asLong();
  }
}
