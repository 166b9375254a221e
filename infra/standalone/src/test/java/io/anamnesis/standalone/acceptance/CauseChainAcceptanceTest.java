package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.TestPostgres;
import java.net.http.HttpRequest.BodyPublishers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * H1: what led to an event and what followed from it, also in other people's lives. What is expected is worked out from all rows
 * of the log by SQL.
 */
@ParameterizedClass
@EnumSource(Deployment.class)
class CauseChainAcceptanceTest {
  private static final String BATCHES = "/api/v1/loyalty/opening-balances";

  @Parameter
  private Deployment deployment;

  private final String referrer = someone();
  private final String earlier = someone();
  private final String referred = someone();

  @Test
  void every_event_of_people_who_bear_on_each_other_tells_all_that_led_to_it_and_all_that_followed() {
    Client client = deployment.client();
    Map<String, Object> visit = visit(referred, "V-1", "2026-03-05T02:00:00Z");
    client.record(fact(referrer, "referral.made", "2026-03-01T02:00:00Z", Map.of("referred", referred)), visit,
        purchase(referred, "P-1", "2026-03-06T02:00:00Z", line("obstetrics", "150"), line("obstetrics", "50")));
    client.read("/api/v1/customers/" + referrer + "/points");
    client.record(
        fact(referred, "purchase.refunded", "2026-04-01T02:00:00Z",
            Map.of("purchaseId", "P-1", "currency", "CNY", "amount", "0.01")),
        fact(earlier, "referral.made", "2026-02-20T02:00:00Z", Map.of("referred", referred)),
        fact(referred, "fact.withdrawn", "2026-04-02T02:00:00Z",
            Map.of("withdraws", Map.of("source", visit.get("source"), "id", visit.get("id")))));
    Client auditor = client.as("auditor");
    auditor.read("/api/v1/customers/" + referrer + "/points");

    Links log = Links.read(deployment);
    int acrossPeople = 0;
    for (String person : List.of(referrer, earlier, referred)) {
      for (JsonNode event : auditor.get("/api/v1/audit/customers/" + person + "/history").lines()) {
        long position = event.get("position").asLong();
        JsonNode chain = auditor.read("/api/v1/audit/events/" + event.get("eventId").asString() + "/chain");
        assertThat(chain.get("event").get("position").asLong()).isEqualTo(position);
        assertThat(positions(chain.get("ledBy"))).as("led to %s", event)
            .containsExactlyElementsOf(log.ledTo(position).descendingSet());
        assertThat(positions(chain.get("followed"))).as("followed from %s", event)
            .containsExactlyElementsOf(log.followed(position));
        assertThat(chain.get("truncated").asBoolean()).isFalse();
        JsonNode byPosition = auditor.read("/api/v1/audit/events/" + position + "/chain");
        for (String part : List.of("event", "ledBy", "together", "followed")) {
          assertThat(byPosition.get(part)).isEqualTo(chain.get(part));
        }
        acrossPeople += (int) chain.get("followed").valueStream()
            .filter(link -> !link.get("subject").asString("").equals(person)).count();
      }
    }
    assertThat(acrossPeople).as("what followed in other people's lives").isGreaterThan(5);
  }

  @Test
  void a_link_tells_who_brought_it_about_and_by_which_rule() {
    Client client = deployment.client();
    client.record(purchase(referred, "P-1", "2026-03-06T02:00:00Z", line("postpartum", "73100.97")));
    Client auditor = client.as("auditor");
    JsonNode purchase = auditor.get("/api/v1/audit/customers/" + referred + "/history?type=purchase.made").lines()
        .getFirst();
    JsonNode chain = auditor.read("/api/v1/audit/events/" + purchase.get("eventId").asString() + "/chain");

    assertThat(chain.get("ledBy")).isEmpty();
    assertThat(chain.get("event").get("by").asString()).isEqualTo("source");
    assertThat(chain.get("event").get("source").asString()).isEqualTo(Facts.SOURCE);
    assertThat(chain.get("event").get("subject").asString()).isEqualTo(referred);
    JsonNode award = chain.get("followed").valueStream()
        .filter(link -> link.get("type").asString().equals("loyalty.points-earned")).findFirst().orElseThrow();
    assertThat(award.get("by").asString()).isEqualTo("policy");
    assertThat(award.get("policy").asString()).isNotBlank();
    assertThat(award.get("rule").asString()).isEqualTo("purchase");
    assertThat(award.get("programme").asString()).isNotBlank();
    assertThat(award.get("causedBy").asString()).isEqualTo(purchase.get("eventId").asString());
    assertThat(chain.get("searched").get("subjects").valueStream().map(JsonNode::asString)).containsExactly(referred);
    assertThat(chain.toString()).as("nothing of what was said").doesNotContain("73100.97", "postpartum");
  }

  @Test
  void what_a_person_approved_for_many_is_followed_into_each_of_their_lives() {
    List<String> customers = List.of(someone(), someone());
    Client mei = deployment.client().as("staff", "mei");
    mei.record(customers.stream().map(one -> fact(one, "signin.made", "2026-03-01T02:00:00Z", Map.of())).toList());
    mei.read("/api/v1/customers/" + customers.getFirst() + "/points");
    String reference = "crm-" + UUID.randomUUID();
    Instant expires = Instant.now().plus(100, ChronoUnit.DAYS);
    List<String> lines = new ArrayList<>();
    lines.add("{\"reference\":\"%s\",\"system\":\"old CRM\",\"total\":%d}".formatted(reference, 200));
    customers.forEach(one -> lines.add("""
        {"customer":"%s","total":100,"lots":[{"points":100,"earnedAt":"2025-01-01T00:00:00Z","expiresAt":"%s"}]}"""
        .formatted(one, expires)));
    assertThat(mei.post(BATCHES, "application/x-ndjson", BodyPublishers.ofString(String.join("\n", lines))).status())
        .isEqualTo(201);
    Client li = mei.as("staff", "li");
    assertThat(li.post(BATCHES + "/" + reference + "/approve", Map.of()).status()).isEqualTo(200);
    await().atMost(Duration.ofSeconds(60))
        .until(() -> li.get(BATCHES + "/" + reference).json().get("booked").asInt() == 2);

    Links log = Links.read(deployment);
    Client auditor = li.as("auditor");
    JsonNode booked = auditor
        .get("/api/v1/audit/customers/" + customers.getFirst() + "/history?type=loyalty.opening-balance-booked").lines()
        .getFirst();
    JsonNode up = auditor.read("/api/v1/audit/events/" + booked.get("position").asLong() + "/chain").get("ledBy");
    assertThat(positions(up)).isEqualTo(log.ledTo(booked.get("position").asLong()).descendingSet());
    JsonNode approval = up.get(up.size() - 1);
    assertThat(approval.get("type").asString()).isEqualTo("loyalty.opening-balances-approved");
    assertThat(approval.get("by").asString()).isEqualTo("person");
    assertThat(approval.get("actor").asString()).isEqualTo("li");

    JsonNode chain = auditor.read("/api/v1/audit/events/" + approval.get("eventId").asString() + "/chain");
    assertThat(positions(chain.get("followed"))).isEqualTo(log.followed(approval.get("position").asLong()));
    assertThat(chain.get("followed").valueStream()
        .filter(link -> link.get("type").asString().equals("loyalty.opening-balance-booked"))
        .map(link -> link.get("subject").asString())).containsExactlyInAnyOrderElementsOf(customers);

    JsonNode cut = auditor.read("/api/v1/audit/events/" + approval.get("eventId").asString() + "/chain?limit=1");
    assertThat(cut.get("followed")).hasSize(1);
    assertThat(cut.get("truncated").asBoolean()).isTrue();
  }

  @Test
  void what_one_command_decided_together_is_told_beside_each_other() {
    Client staff = deployment.client();
    String now = Instant.now().toString();
    staff.record(
        purchase(referrer, "P-" + UUID.randomUUID(), Instant.now().minus(10, ChronoUnit.DAYS).toString(),
            line("wellness", "100")),
        fact(referrer, "family.linked", now, Map.of("other", referred, "relation", "daughter")),
        fact(referred, "family.linked", now, Map.of("other", referrer, "relation", "mother")));
    staff.read("/api/v1/customers/" + referrer + "/points");
    Answer given = staff.post("/api/v1/customers/" + referrer + "/points/transfers",
        Map.of("to", referred, "points", 60));
    assertThat(given.status()).as(given.body()).isLessThan(300);
    Client auditor = staff.as("auditor");
    JsonNode sent = only(auditor, referrer, "loyalty.points-sent");
    JsonNode received = only(auditor, referred, "loyalty.points-received");

    for (List<JsonNode> halves : List.of(List.of(sent, received), List.of(received, sent))) {
      JsonNode chain =
          auditor.read("/api/v1/audit/events/" + halves.getFirst().get("eventId").asString() + "/chain");
      assertThat(positions(chain.get("together"))).containsExactly(halves.getLast().get("position").asLong());
      assertThat(chain.get("ledBy")).isEmpty();
    }
    JsonNode fact = only(auditor, referrer, "purchase.made");
    assertThat(auditor.read("/api/v1/audit/events/" + fact.get("position").asLong() + "/chain").get("together"))
        .isEmpty();
  }

  private static JsonNode only(Client auditor, String customer, String type) {
    List<JsonNode> found =
        auditor.get("/api/v1/audit/customers/" + customer + "/history?type=" + type).lines();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  @Test
  void what_is_no_event_is_refused_by_name_and_none_but_auditors_ask() {
    deployment.client().record(fact(referred, "signin.made", "2026-03-01T02:00:00Z", Map.of()));
    Client auditor = deployment.client().as("auditor");
    for (String unknown : List.of("999999999", UUID.randomUUID().toString())) {
      assertThat(Answer.problem(auditor.get("/api/v1/audit/events/" + unknown + "/chain"), 404))
          .isEqualTo("unknown-event");
    }
    for (String malformed : List.of("0", "F-1", "1-1-1-1-1")) {
      Answer refused = auditor.get("/api/v1/audit/events/" + malformed + "/chain");
      assertThat(Answer.problem(refused, 400)).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo("event");
    }
    assertThat(auditor.get("/api/v1/audit/events/1/chain?limit=0").json().get("field").asString()).isEqualTo("limit");
    for (String other : List.of("app", "staff", "analyst", "admin")) {
      assertThat(auditor.as(other).get("/api/v1/audit/events/1/chain").status()).as(other).isEqualTo(403);
    }
  }

  private static Set<Long> positions(JsonNode links) {
    Set<Long> positions = new LinkedHashSet<>();
    links.forEach(link -> positions.add(link.get("position").asLong()));
    return positions;
  }

  /** Which event names which as its reason, of the whole log. */
  private record Links(Map<Long, String> idAt, Map<String, Long> positionOf, Map<Long, Set<String>> reasons) {
    static Links read(Deployment deployment) {
      Links links = new Links(new TreeMap<>(), new HashMap<>(), new HashMap<>());
      try (HikariDataSource database = TestPostgres.pool(deployment.database(), 1);
          Connection connection = database.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("""
              select position, event_id::text, metadata::json ->> 'causedBy', metadata::json -> 'original' ->> 'eventId'
              from log.event order by position""")) {
        while (row.next()) {
          links.idAt.put(row.getLong(1), row.getString(2));
          links.positionOf.put(row.getString(2), row.getLong(1));
          Set<String> named = new HashSet<>();
          named.add(row.getString(3));
          named.add(row.getString(4));
          named.remove(null);
          links.reasons.put(row.getLong(1), named);
        }
        return links;
      } catch (SQLException failed) {
        throw new IllegalStateException(failed);
      }
    }

    TreeSet<Long> ledTo(long position) {
      TreeSet<Long> found = new TreeSet<>();
      reasons.get(position).forEach(reason -> {
        long cause = positionOf.get(reason);
        found.add(cause);
        found.addAll(ledTo(cause));
      });
      return found;
    }

    Set<Long> followed(long position) {
      Set<String> ids = new HashSet<>(Set.of(idAt.get(position)));
      Set<Long> found = new LinkedHashSet<>();
      idAt.forEach((at, id) -> {
        if (reasons.get(at).stream().anyMatch(ids::contains)) {
          ids.add(id);
          found.add(at);
        }
      });
      return found;
    }
  }
}
