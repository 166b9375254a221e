package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.anamnesis.eventstore.Append;
import io.anamnesis.eventstore.NewEvent;
import io.anamnesis.eventstore.Outcome;
import io.anamnesis.eventstore.StoredEvent;
import io.anamnesis.eventstore.TestPostgres;
import io.anamnesis.eventstore.postgres.LogConfiguration;
import io.anamnesis.eventstore.postgres.PostgresEventLog;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An auditor has all postings worked out anew from the facts, and is told of what somebody wrote into the log. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RederivationAcceptanceTest {
  private static final String PATH = "/api/v1/audit/points/rederivation";

  @Parameter
  private Deployment deployment;

  @Test
  void nothing_is_found_in_what_was_decided_and_what_was_written_past_the_rules_is() {
    try (OwnDeployment own = new OwnDeployment(deployment)) {
      Client client = own.client("staff");
      List<String> customers = new ArrayList<>(live(client));
      customers.addAll(decideOnPoints(client));
      Client auditor = client.as("auditor");
      JsonNode sound = result(auditor, Map.of());
      assertThat(sound.get("differing").asInt()).as(sound.toString()).isZero();
      assertThat(sound.get("differences")).isEmpty();
      assertThat(sound.get("undecided").get("facts").asInt()).isZero();
      assertThat(sound.get("customers").asInt()).isEqualTo(customers.size());
      assertThat(sound.get("postings").asInt()).isGreaterThan(customers.size());

      String favoured = customers.get(3);
      Planted planted = favour(own.database(), favoured);
      JsonNode spoiled = result(auditor, Map.of());
      assertThat(spoiled.get("differing").asInt()).isPositive();
      assertThat(spoiled.get("differences")).allSatisfy(difference -> {
        assertThat(difference.get("customer").asString()).isEqualTo(favoured);
        assertThat(difference.get("position").asLong()).isEqualTo(planted.position());
      });
      JsonNode worth = difference(spoiled, "worth");
      assertThat(worth.get("found").asLong()).isEqualTo(worth.get("expected").asLong() + planted.points());
      assertThat(spoiled.get("kinds").get("worth").asInt()).isEqualTo(1);

      assertThat(result(auditor, Map.of("customer", favoured)).get("differences"))
          .isEqualTo(spoiled.get("differences"));
      JsonNode other = result(auditor, Map.of("customer", customers.get(0)));
      assertThat(other.get("differing").asInt()).isZero();
      assertThat(other.get("customers").asInt()).isEqualTo(1);

      give(own.database(), customers.get(9), customers.get(10));
      JsonNode gifted = result(auditor, Map.of("customer", customers.get(10)));
      assertThat(gifted.get("kinds").propertyNames()).as(gifted.toString()).containsExactly("transfer");
      assertThat(gifted.get("differences").findValuesAsString("found")).as("nobody gave it").contains("none");
    }
  }

  @Test
  void it_is_the_auditors_alone_and_can_be_cancelled() {
    Client client = deployment.client();
    for (String scope : List.of("app", "staff", "analyst", "admin")) {
      assertThat(client.as(scope).post(PATH, Map.of()).status()).as(scope).isEqualTo(403);
    }
    Client auditor = client.as("auditor");
    Answer begun = auditor.post(PATH, Map.of());
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(begun.header("Location")).isEqualTo(PATH + "/" + begun.json().get("id").asString());
    assertThat(begun.header("Cache-Control")).contains("no-store");
    assertThat(begun.json().get("customer").isNull()).isTrue();
    assertThat(auditor.delete(begun.header("Location")).json().get("state").asString()).isIn("cancelled", "done");
    assertThat(auditor.get(PATH + "/" + UUID.randomUUID()).status()).isEqualTo(404);
    assertThat(client.as("analyst").get(begun.header("Location")).status()).isEqualTo(403);
  }

  @Test
  void what_names_no_customer_is_refused() {
    Client auditor = deployment.client().as("auditor");
    Answer nobody = auditor.post(PATH, Map.of("customer", Facts.someone()));
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.json().get("code").asString()).isEqualTo("unknown-customer");
    assertThat(auditor.post(PATH, Map.of("customer", "*")).json().get("field").asString()).isEqualTo("customer");
    assertThat(auditor.post(PATH, Map.of("costumer", "C-1")).json().get("field").asString()).isEqualTo("costumer");
  }

  /** Interactions of a few customers, told late and in no order, refunded, corrected, withdrawn and spent. */
  private static List<String> live(Client client) {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> customers = new ArrayList<>();
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      String customer = "C-" + number;
      customers.add(customer);
      for (int i = 0; i < 12; i++) {
        String at = Instant.now().minus(10 + random.nextInt(500), ChronoUnit.DAYS).toString();
        facts.add(switch (random.nextInt(5)) {
          case 0 -> visit(customer, "V-" + i, at);
          case 1 -> fact(customer, "signin.made", at, Map.of());
          case 2 -> fact(customer, "purchase.refunded", at, Map.of("purchaseId", "P-" + random.nextInt(12),
              "currency", "CNY", "amount", Integer.toString(random.nextInt(90))));
          default -> purchase(customer, "P-" + i, at, line("wellness", Integer.toString(100 + random.nextInt(900))));
        });
      }
      facts.add(purchase(customer, "P-12", Instant.now().minus(9, ChronoUnit.DAYS).toString(),
          line("wellness", "700")));
    }
    client.record(facts);
    for (Map<String, Object> told : List.of(facts.get(1), facts.get(20), facts.get(40))) {
      client.record(fact(told.get("subject").toString(), "fact.withdrawn", Instant.now().toString(),
          Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", told.get("id")))));
    }
    Map<String, Object> wrong = facts.get(12);
    client.record(fact(wrong.get("subject").toString(), "fact.corrected", Instant.now().toString(),
        Map.of("corrects", Map.of("source", Facts.SOURCE, "id", wrong.get("id")), "data",
            purchase("", "P-12", "", line("wellness", "650")).get("data"))));
    customers.forEach(customer -> client.read("/api/v1/customers/" + customer + "/points"));
    client.as("admin").post("/api/v1/loyalty/rewards", Map.of("reward", "R-1", "name", "水疗", "points", 10, "stock", 9));
    for (String customer : customers.subList(0, 6)) {
      String path = "/api/v1/customers/" + customer + "/redemptions";
      Answer reserved = client.post(path, Map.of("reward", "R-1"));
      assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
      client.post(path + "/" + reserved.json().get("redemptionId").asString()
          + (random.nextBoolean() ? "/confirm" : "/cancel"), Map.of("by", "hospital"));
    }
    return customers;
  }

  /** What two members of staff decide, and one customer gives to another. */
  private static List<String> decideOnPoints(Client client) {
    Client mei = client.as("staff", "mei");
    Client li = client.as("staff", "li");
    String now = Instant.now().toString();
    Map<String, Object> visit = visit("D-0", "V-0", now);
    mei.record(visit, fact("D-1", "customer.registered", now, Map.of("site", "shanghai")),
        fact("D-1", "family.linked", now, Map.of("other", "D-0")));
    done(mei.post("/api/v1/customers/D-0/points/adjustments", Map.of("points", 300, "reason", "r")));
    done(mei.post("/api/v1/customers/D-0/points/adjustments", Map.of("points", -100, "reason", "r")));
    String large = done(mei.post("/api/v1/customers/D-0/points/adjustments", Map.of("points", 700, "reason", "r")))
        .get("adjustmentId").asString();
    done(li.post("/api/v1/customers/D-0/points/adjustments/" + large + "/approve", Map.of()));
    mei.read("/api/v1/customers/D-0/points");
    done(mei.post("/api/v1/customers/D-0/points/transfers", Map.of("to", "D-1", "points", 915)));
    mei.record(fact("D-0", "fact.withdrawn", now,
        Map.of("withdraws", Map.of("source", Facts.SOURCE, "id", visit.get("id")))));
    mei.read("/api/v1/customers/D-0/points");
    String owed = done(mei.post("/api/v1/customers/D-0/points/write-offs", Map.of("points", 15, "reason", "r")))
        .get("writeOffId").asString();
    done(li.post("/api/v1/customers/D-0/points/write-offs/" + owed + "/approve", Map.of()));
    String soon = Instant.now().plus(9, ChronoUnit.DAYS).toString();
    done(mei.post("/api/v1/customers/D-1/tier/override", Map.of("level", 3, "until", soon, "reason", "r")));
    done(li.post("/api/v1/customers/D-1/tier/override/withdraw", Map.of("reason", "r")));
    String batches = "/api/v1/loyalty/opening-balances";
    done(mei.post(batches, "application/x-ndjson", BodyPublishers.ofString("""
        {"reference":"old","system":"old CRM","total":12}
        {"customer":"D-0","total":5,"lots":[{"points":5,"earnedAt":"2025-01-01T00:00:00Z","expiresAt":"%1$s"}]}
        {"customer":"D-1","total":7,"lots":[{"points":4,"earnedAt":"2025-01-01T00:00:00Z","expiresAt":"%1$s"},\
        {"points":3,"earnedAt":"2025-02-01T00:00:00Z","expiresAt":"%1$s"}]}""".formatted(soon))));
    done(li.post(batches + "/old/approve", Map.of()));
    await().atMost(Duration.ofSeconds(60)).until(() -> li.read(batches + "/old").get("booked").asInt() == 2);
    return List.of("D-0", "D-1");
  }

  private static JsonNode done(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    return answer.json();
  }

  /** Has one receive what the other never gave. */
  private static void give(String url, String giver, String receiver) {
    String stream = "points-account:" + receiver;
    String payload = """
        {"transferId":"%s","from":"%s","link":"%s","points":500,"lots":[{"outOf":"%s","lot":{"lotId":"%s","points":500,
         "earnedAt":"2026-01-01T00:00:00Z","activeAt":"2026-01-01T00:00:00Z","expiresAt":"2027-02-01T00:00:00Z"}}]}"""
        .formatted(UUID.randomUUID(), giver, UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
    try (HikariDataSource database = TestPostgres.pool(url, 2);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      assertThat(log.append(Append.of(new NewEvent(UUID.randomUUID(), stream, log.lastSeq(stream).orElseThrow() + 1,
          receiver, "loyalty.points-received", 1, Instant.now(), payload, "{}"))))
          .isInstanceOf(Outcome.Appended.class);
    }
  }

  private record Planted(long position, long points) {}

  /** Gives the points of an award once more, as the log's own writer would. */
  private static Planted favour(String url, String customer) {
    String stream = "points-account:" + customer;
    try (HikariDataSource database = TestPostgres.pool(url, 2);
        PostgresEventLog log = PostgresEventLog.open(LogConfiguration.of(database))) {
      StoredEvent award = log.readStream(stream, 0, 500).stream()
          .filter(event -> event.type().equals("loyalty.points-earned") && event.payload().contains("\"P-12\""))
          .findFirst().orElseThrow();
      ObjectNode payload = (ObjectNode) Facts.parse(award.payload());
      payload.put("because", UUID.randomUUID().toString());
      ((ObjectNode) payload.get("lot")).put("lotId", UUID.randomUUID().toString());
      Outcome outcome = log.append(Append.of(new NewEvent(UUID.randomUUID(), stream,
          log.lastSeq(stream).orElseThrow() + 1, customer, award.type(), award.revision(), award.occurredAt(),
          payload.toString(), award.metadata())));
      return new Planted(((Outcome.Appended) outcome).last(), payload.get("points").asLong());
    }
  }

  private static JsonNode difference(JsonNode result, String kind) {
    for (JsonNode difference : result.get("differences")) {
      if (difference.get("kind").asString().equals(kind)) {
        return difference;
      }
    }
    throw new AssertionError("no difference of kind " + kind + " in " + result);
  }

  private static JsonNode result(Client auditor, Map<String, ?> body) {
    Answer begun = auditor.post(PATH, body);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    JsonNode done = await().atMost(Duration.ofSeconds(60)).until(() -> auditor.read(begun.header("Location")),
        job -> !List.of("waiting", "running").contains(job.get("state").asString()));
    assertThat(done.get("state").asString()).isEqualTo("done");
    JsonNode progress = done.get("progress");
    assertThat(progress.get("read").asLong()).isEqualTo(progress.get("of").asLong())
        .isEqualTo(done.get("result").get("position").asLong()).isPositive();
    assertThat(progress.get("rate").asLong()).isPositive();
    assertThat(progress.get("eta").asLong()).isZero();
    return done.get("result");
  }
}
