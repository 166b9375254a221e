package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L13: the points with which customers come over from an older system, as a hospital migrates. */
@ParameterizedClass
@EnumSource(Deployment.class)
class OpeningBalancesAcceptanceTest {
  private static final String BATCHES = "/api/v1/loyalty/opening-balances";
  private static final int CUSTOMERS = 300;
  private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant SOON = NOW.plus(40, ChronoUnit.DAYS);
  private static final Instant LATER = NOW.plus(200, ChronoUnit.DAYS);

  @Parameter
  private Deployment deployment;

  private final String reference = "crm-" + UUID.randomUUID();
  private final String prefix = "O-" + UUID.randomUUID() + "-";

  @Test
  void a_batch_is_uploaded_approved_by_another_booked_once_and_reconciled() {
    Client mei = withCustomers();
    List<String> lines = batch();
    Answer uploaded = upload(mei, lines);
    assertThat(uploaded.status()).as(uploaded.body()).isEqualTo(201);
    assertThat(uploaded.json().get("state").asString()).isEqualTo("submitted");
    assertThat(uploaded.json().get("customers").asInt()).isEqualTo(CUSTOMERS);
    assertThat(uploaded.json().get("lots").asInt()).isEqualTo(2 * CUSTOMERS);
    assertThat(uploaded.json().get("total").asLong()).isEqualTo(total());
    assertThat(upload(mei, lines).status()).as("the same once more").isEqualTo(200);
    lines.set(0, lines.getFirst().replace("old CRM", "other CRM"));
    assertThat(problem(upload(mei, lines), 409)).isEqualTo("opening-balances-exist");
    JsonNode shown = mei.read(BATCHES + "/" + reference + "/lines?limit=2");
    assertThat(shown.get("items").get(1).get("customer").asString()).isEqualTo(prefix + 2);
    assertThat(mei.read(BATCHES + "/" + reference + "/lines?limit=500&cursor=" + shown.get("next").asString())
        .get("items")).hasSize(CUSTOMERS - 2);
    assertThat(points(mei, 7, "available")).as("nothing is booked yet").isZero();

    assertThat(problem(mei.post(BATCHES + "/" + reference + "/approve", Map.of()), 409)).isEqualTo("same-person");
    Client li = mei.as("staff", "li");
    Answer approved = li.post(BATCHES + "/" + reference + "/approve", Map.of());
    assertThat(approved.json().get("state").asString()).as(approved.body()).isEqualTo("approved");
    assertThat(approved.json().get("decidedBy").asString()).isEqualTo("li");
    await().atMost(Duration.ofSeconds(60)).until(() -> li.get(BATCHES + "/" + reference).status() == 200);
    assertThat(li.read(BATCHES + "/" + reference).get("booked").asInt()).isEqualTo(CUSTOMERS);
    assertThat(li.post(BATCHES + "/" + reference + "/approve", Map.of()).status()).isEqualTo(200);

    JsonNode report = li.as("auditor").read(BATCHES + "/" + reference + "/reconciliation");
    assertThat(report.get("reconciled").asBoolean()).as(report.toString()).isTrue();
    assertThat(report.get("points").asLong()).isEqualTo(total()).isEqualTo(report.get("total").asLong());
    assertThat(report.get("differences")).isEmpty();

    assertThat(points(li, 7, "available")).isEqualTo(107);
    assertThat(points(li, 7, "lifetimeEarned")).as("no award").isZero();
    assertThat(li.read(path(7) + "/points").get("nextExpiry").get("points").asLong()).isEqualTo(7);
    assertThat(li.read(path(7) + "/tier").get("qualifyingPoints").asLong()).isZero();
    List<JsonNode> ledger = li.read(path(7) + "/points/ledger").get("items").valueStream().toList();
    assertThat(ledger).hasSize(1);
    assertThat(ledger.getFirst().get("kind").asString()).isEqualTo("opening");
    JsonNode told = li.read(
        path(7) + "/points/ledger/" + ledger.getFirst().get("entryId").asString() + "/explanation", "Accept-Language",
        "en");
    assertThat(told.get("persons").get("by").asString()).isEqualTo("mei");
    assertThat(told.get("persons").get("approvedBy").asString()).isEqualTo("li");
    assertThat(told.get("persons").get("reference").asString()).isEqualTo(reference);
    assertThat(told.get("text").asString()).isEqualTo("107 points were brought over from an older system");
    li.post(path(7) + "/points/adjustments", Map.of("points", -10, "reason", "spent at the till"));
    JsonNode taken = li.read(path(7) + "/points/ledger").get("items").get(0).get("lots");
    assertThat(taken).extracting(lot -> lot.get("points").asLong()).as("the lot that expires first, first")
        .containsExactly(7L, 3L);
    assertThat(li.read(path(7) + "/timeline", "Accept-Language", "en").get("items").findValuesAsString("summary"))
        .contains("Opening balance of 107 points proposed", "Opening balance of 107 points approved",
            "Opening balance of 107 points booked");
  }

  @Test
  void of_a_batch_that_does_not_hold_nothing_is_taken_and_every_line_at_fault_is_named() {
    Client mei = withCustomers();
    List<String> lines = batch();
    lines.set(3, line(3, 3, SOON).replace("\"total\":103", "\"total\":104"));
    lines.set(4, line(4, 4, NOW.minus(1, ChronoUnit.DAYS)));
    lines.set(5, lines.get(5).replace(prefix + 5, "nobody-" + prefix));
    Answer refused = upload(mei, lines);
    assertThat(problem(refused, 400)).isEqualTo("invalid-opening-balances");
    List<JsonNode> errors = refused.json().get("errors").valueStream().toList();
    assertThat(errors).extracting(error -> error.get("line").asInt() + " " + error.get("field").asString() + " "
        + error.get("code").asString()).startsWith("4 total difference", "5 lots[0].expiresAt expired",
            "6 customer unknown-customer", "1 total difference");
    assertThat(upload(mei, lines, "Accept-Language", "en").json().get("errors").get(0).get("message").asString())
        .isEqualTo("The parts add up to 103, but the total says 104.");
    assertThat(problem(mei.get(BATCHES + "/" + reference), 404)).isEqualTo("unknown-opening-balances");
    assertThat(mei.as("app").post(BATCHES, "application/x-ndjson", BodyPublishers.ofString("{}")).status())
        .isEqualTo(403);
  }

  /** Every answer is seen, whatever comes first: with the token of an approval none tells of fewer bookings than follow from it. */
  @Test
  void a_read_with_the_token_of_the_approval_tells_of_all_bookings_or_that_it_cannot_yet() {
    Client mei = withCustomers();
    upload(mei, batch());
    Client li = mei.as("staff", "li");
    String path = BATCHES + "/" + reference;
    String token = li.post(path + "/approve", Map.of()).header("Consistency-Token");
    Client reader = deployment.client().as("auditor");
    await().atMost(Duration.ofSeconds(60)).until(() -> {
      Answer told = reader.get(path + "/reconciliation", "Consistency-Token", token, "Prefer", "wait=0");
      if (told.status() != 200) {
        assertThat(problem(told, 503)).isEqualTo("stale");
        assertThat(told.header("Retry-After")).isNotEmpty();
        return false;
      }
      assertThat(told.json().get("reconciled").asBoolean()).as(told.body()).isTrue();
      return true;
    });
    assertThat(li.read(path).get("booked").asInt()).isEqualTo(CUSTOMERS);
    for (String read : List.of(BATCHES, path, path + "/lines", path + "/reconciliation")) {
      Answer malformed = reader.get(read, "Consistency-Token", "yesterday");
      assertThat(problem(malformed, 400)).as(read).isEqualTo("invalid");
      assertThat(malformed.json().get("field").asString()).isEqualTo("Consistency-Token");
    }
  }

  @Test
  void what_is_rejected_is_never_booked() {
    Client mei = withCustomers();
    upload(mei, batch());
    Client li = mei.as("staff", "li");
    assertThat(li.post(BATCHES + "/" + reference + "/reject", Map.of()).json().get("state").asString())
        .isEqualTo("rejected");
    assertThat(problem(li.post(BATCHES + "/" + reference + "/approve", Map.of()), 409)).isEqualTo("already-decided");
    assertThat(points(li, 7, "available")).isZero();
    assertThat(li.read(BATCHES).get("items").findValuesAsString("reference")).contains(reference);
  }

  private Client withCustomers() {
    Client mei = deployment.client().as("staff", "mei");
    List<Map<String, Object>> facts = new ArrayList<>();
    for (int customer = 1; customer <= CUSTOMERS; customer++) {
      facts.add(fact(prefix + customer, "customer.registered", NOW.toString(), Map.of("site", "shanghai")));
    }
    mei.record(facts);
    return mei;
  }

  private List<String> batch() {
    List<String> lines = new ArrayList<>();
    lines.add("{\"reference\":\"%s\",\"system\":\"old CRM\",\"total\":%d}".formatted(reference, total()));
    for (int customer = 1; customer <= CUSTOMERS; customer++) {
      lines.add(line(customer, customer, SOON));
    }
    return lines;
  }

  /** So many points that expire at an instant, and a hundred that expire later. */
  private String line(int customer, int points, Instant expires) {
    return """
        {"customer":"%s","total":%d,"lots":[{"points":%d,"earnedAt":"2025-01-01T00:00:00+08:00","expiresAt":"%s"},\
        {"points":100,"earnedAt":"2025-02-01T00:00:00+08:00","expiresAt":"%s"}]}"""
        .formatted(prefix + customer, points + 100, points, expires, LATER);
  }

  private static long total() {
    return CUSTOMERS * (CUSTOMERS + 1L) / 2 + CUSTOMERS * 100L;
  }

  private static Answer upload(Client client, List<String> lines, String... headers) {
    return client.post(BATCHES, "application/x-ndjson", BodyPublishers.ofString(String.join("\n", lines)), headers);
  }

  private String path(int customer) {
    return "/api/v1/customers/" + prefix + customer;
  }

  private long points(Client client, int customer, String figure) {
    return client.read(path(customer) + "/points").get(figure).asLong();
  }
}
