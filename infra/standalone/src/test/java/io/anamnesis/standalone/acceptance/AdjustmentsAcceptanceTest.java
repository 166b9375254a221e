package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Points that persons give, take and forgive, as two members of staff do it. */
@ParameterizedClass
@EnumSource(Deployment.class)
class AdjustmentsAcceptanceTest {
  @Parameter
  private Deployment deployment;

  private final String customer = someone();

  @Test
  void up_to_the_limit_one_person_gives_and_the_ledger_says_who_and_why() {
    Client mei = withPoints(100);
    Answer booked = mei.post(adjustments(), Map.of("points", 1_000, "reason", "生日祝福"));
    assertThat(booked.status()).as(booked.body()).isEqualTo(201);
    assertThat(booked.json().get("state").asString()).isEqualTo("booked");
    assertThat(booked.json().get("by").asString()).isEqualTo("mei");
    assertThat(booked.json().get("approvedBy").isNull()).isTrue();
    assertThat(points(mei, "available")).isEqualTo(1_100);
    assertThat(points(mei, "lifetimeEarned")).as("no award").isEqualTo(100);
    assertThat(mei.read("/api/v1/customers/" + customer + "/tier").get("qualifyingPoints").asLong()).isEqualTo(100);

    JsonNode entry = entries(mei).get(0);
    assertThat(entry.get("kind").asString()).isEqualTo("adjusted");
    assertThat(entry.get("points").asLong()).isEqualTo(1_000);
    assertThat(entry.get("balanceAfter").asLong()).isEqualTo(1_100);
    String explanation = path() + "/ledger/" + entry.get("entryId").asString() + "/explanation";
    JsonNode told = mei.read(explanation, "Accept-Language", "en");
    assertThat(told.get("text").asString()).isEqualTo("A member of staff gave 1000 points");
    assertThat(told.get("actor").asString()).isEqualTo("mei");
    assertThat(told.get("persons").get("by").asString()).isEqualTo("mei");
    assertThat(told.get("persons").get("reason").asString()).isEqualTo("生日祝福");
    Client auditor = mei.as("auditor");
    assertThat(auditor.read(explanation).get("persons").get("reason").asString()).isEqualTo("***");
    assertThat(auditor.read(explanation, "Purpose", "complaint 7").get("persons").get("reason").asString())
        .isEqualTo("生日祝福");
  }

  @Test
  void above_the_limit_another_person_decides() {
    Client mei = withPoints(100);
    String id = requested(mei, 5_000);
    assertThat(points(mei, "available")).isEqualTo(100);
    JsonNode waiting = mei.read(adjustments() + "?state=requested").get("items");
    assertThat(waiting).hasSize(1);
    assertThat(waiting.get(0).get("adjustmentId").asString()).isEqualTo(id);
    assertThat(waiting.get(0).get("reason").asString()).isEqualTo("makes good");
    assertThat(waiting.get(0).get("by").asString()).isEqualTo("mei");
    assertThat(mei.read("/api/v1/loyalty/adjustments?state=requested&limit=500").get("items")
        .findValuesAsString("adjustmentId")).contains(id);

    assertThat(problem(mei.post(adjustments() + "/" + id + "/approve", Map.of()), 409)).isEqualTo("same-person");
    Client li = mei.as("staff", "li");
    Answer approved = li.post(adjustments() + "/" + id + "/approve", Map.of());
    assertThat(approved.status()).as(approved.body()).isEqualTo(200);
    assertThat(approved.json().get("state").asString()).isEqualTo("booked");
    assertThat(approved.json().get("by").asString()).isEqualTo("mei");
    assertThat(approved.json().get("approvedBy").asString()).isEqualTo("li");
    assertThat(points(li, "available")).isEqualTo(5_100);
    assertThat(mei.read(adjustments()).get("items")).isEmpty();
    assertThat(problem(li.post(adjustments() + "/" + id + "/approve", Map.of()), 409)).isEqualTo("already-decided");
    assertThat(problem(li.post(adjustments() + "/" + id + "/reject", Map.of()), 409)).isEqualTo("already-decided");
    assertThat(summaries(li, "en")).contains("Adjustment of 5000 points waits for approval",
        "Points adjusted by 5000");
    assertThat(summaries(li, "zh-CN")).contains("积分调整 5000 等待审批", "积分调整 5000");
  }

  @Test
  void what_is_rejected_moves_nothing_and_who_asked_may_take_it_back() {
    Client mei = withPoints(100);
    Answer rejected = mei.as("staff", "li").post(adjustments() + "/" + requested(mei, 1_001) + "/reject", Map.of());
    assertThat(rejected.json().get("state").asString()).isEqualTo("rejected");
    assertThat(rejected.json().get("rejectedBy").asString()).isEqualTo("li");
    assertThat(mei.post(adjustments() + "/" + requested(mei, 1_001) + "/reject", Map.of()).status()).isEqualTo(200);
    assertThat(points(mei, "available")).isEqualTo(100);
    assertThat(entries(mei)).hasSize(1);
  }

  @Test
  void what_is_not_there_is_not_taken_and_what_is_wrong_is_named() {
    Client mei = withPoints(100);
    assertThat(problem(mei.post(adjustments(), Map.of("points", -101, "reason", "r")), 409))
        .isEqualTo("not-enough-points");
    Answer taken = mei.post(adjustments(), Map.of("points", -100, "reason", "booked twice"));
    assertThat(taken.status()).as(taken.body()).isEqualTo(201);
    assertThat(points(mei, "available")).isZero();
    assertThat(entries(mei).get(0).get("points").asLong()).isEqualTo(-100);

    for (Object wrong : List.of(0, "7", 1.5, 1_000_000_001L)) {
      Answer refused = mei.post(adjustments(), Map.of("points", wrong, "reason", "r"));
      assertThat(problem(refused, 400)).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo("points");
    }
    Answer missing = mei.post(adjustments(), Map.of("points", 1));
    assertThat(problem(missing, 400)).isEqualTo("missing");
    assertThat(missing.json().get("field").asString()).isEqualTo("reason");
    assertThat(problem(mei.post("/api/v1/customers/" + someone() + "/points/adjustments",
        Map.of("points", 1, "reason", "r")), 404)).isEqualTo("unknown-customer");
    assertThat(problem(mei.post(adjustments() + "/" + UUID.randomUUID() + "/approve", Map.of()), 404))
        .isEqualTo("unknown-adjustment");
    assertThat(mei.get(adjustments() + "?state=booked").json().get("field").asString()).isEqualTo("state");
    assertThat(mei.as("app").post(adjustments(), Map.of("points", 1, "reason", "r")).status()).isEqualTo(403);
    assertThat(mei.as("admin").get("/api/v1/loyalty/adjustments").status()).isEqualTo(403);
    assertThat(mei.post(adjustments() + "/" + requested(mei, 2_000) + "/approve", Map.of(), "Accept-Language",
        "zh-CN").json().get("title").asString()).isEqualTo("需由他人审批");
  }

  @Test
  void a_key_is_answered_alike_and_books_once() {
    Client mei = withPoints(100);
    Map<String, Object> body = Map.of("points", 50, "reason", "r");
    Answer first = mei.post(adjustments(), body, "Idempotency-Key", "one");
    assertThat(mei.post(adjustments(), body, "Idempotency-Key", "one").body()).isEqualTo(first.body());
    assertThat(problem(mei.post(adjustments(), Map.of("points", 51, "reason", "r"), "Idempotency-Key", "one"), 422))
        .isEqualTo("key-reused");
    assertThat(problem(mei.post(adjustments(), Map.of("points", 0), "Idempotency-Key", "one"), 422))
        .as("also of what is no adjustment at all").isEqualTo("key-reused");
    String id = requested(mei, 3_000);
    Client li = mei.as("staff", "li");
    Answer approved = li.post(adjustments() + "/" + id + "/approve", Map.of(), "Idempotency-Key", "two");
    assertThat(li.post(adjustments() + "/" + id + "/approve", Map.of(), "Idempotency-Key", "two").body())
        .isEqualTo(approved.body());
    assertThat(points(li, "available")).isEqualTo(3_150);
  }

  @Test
  void arrears_are_forgiven_by_two_and_what_is_given_repays_them_first() {
    Client mei = owing(1_000);
    String writeOffs = path() + "/write-offs";
    assertThat(problem(mei.post(writeOffs, Map.of("points", 1_001, "reason", "r")), 409)).isEqualTo("more-than-owed");
    assertThat(mei.post(writeOffs, Map.of("points", -1, "reason", "r")).json().get("field").asString())
        .isEqualTo("points");
    Answer asked = mei.post(writeOffs, Map.of("points", 400, "reason", "hardship"));
    assertThat(asked.status()).as(asked.body()).isEqualTo(201);
    assertThat(asked.json().get("state").asString()).isEqualTo("requested");
    String id = asked.json().get("writeOffId").asString();
    assertThat(mei.read(writeOffs + "?state=requested").get("items").get(0).get("writeOffId").asString())
        .isEqualTo(id);
    assertThat(problem(mei.post(writeOffs + "/" + id + "/approve", Map.of()), 409)).isEqualTo("same-person");
    Answer approved = mei.as("staff", "li").post(writeOffs + "/" + id + "/approve", Map.of());
    assertThat(approved.json().get("state").asString()).as(approved.body()).isEqualTo("written-off");
    assertThat(mei.read("/api/v1/loyalty/write-offs").get("items").findValuesAsString("writeOffId"))
        .doesNotContain(id);
    Client after = mei.as("staff", "li");
    after.post(adjustments(), Map.of("points", 700, "reason", "makes good"));
    assertThat(points(after, "arrears")).isZero();
    assertThat(points(after, "available")).isEqualTo(100);
    assertThat(entries(after)).extracting(line -> line.get("kind").asString()).startsWith("arrears-repaid", "adjusted",
        "arrears-written-off");
    JsonNode forgiven = entries(after).get(2);
    assertThat(forgiven.get("owed").asLong()).isEqualTo(-400);
    JsonNode told = after.read(path() + "/ledger/" + forgiven.get("entryId").asString() + "/explanation");
    assertThat(told.get("persons").get("by").asString()).isEqualTo("mei");
    assertThat(told.get("persons").get("approvedBy").asString()).isEqualTo("li");
  }

  private String requested(Client client, int points) {
    Answer asked = client.post(adjustments(), Map.of("points", points, "reason", "makes good"));
    assertThat(asked.status()).as(asked.body()).isEqualTo(201);
    assertThat(asked.json().get("state").asString()).isEqualTo("requested");
    return asked.json().get("adjustmentId").asString();
  }

  private Client withPoints(int points) {
    Client mei = deployment.client().as("staff", "mei");
    mei.record(purchase(customer, "P-1", daysAgo(10), line("wellness", Integer.toString(points))));
    assertThat(points(mei, "available")).isEqualTo(points);
    return mei;
  }

  /** Points are spent, and the purchase that gave them is refunded. */
  private Client owing(int points) {
    Client mei = withPoints(points);
    assertThat(mei.post(adjustments(), Map.of("points", -points, "reason", "spent at the till")).status())
        .isEqualTo(201);
    mei.record(Facts.fact(customer, "purchase.refunded", daysAgo(1),
        Map.of("purchaseId", "P-1", "currency", "CNY", "amount", Integer.toString(points))));
    assertThat(points(mei, "arrears")).isEqualTo(points);
    return mei;
  }

  private static String daysAgo(int days) {
    return Instant.now().minus(days, ChronoUnit.DAYS).toString();
  }

  private String path() {
    return "/api/v1/customers/" + customer + "/points";
  }

  private String adjustments() {
    return path() + "/adjustments";
  }

  private long points(Client client, String figure) {
    return client.read(path()).get(figure).asLong();
  }

  private List<JsonNode> entries(Client client) {
    return client.read(path() + "/ledger?limit=500").get("items").valueStream().toList();
  }

  private List<String> summaries(Client client, String language) {
    return client.read("/api/v1/customers/" + customer + "/timeline", "Accept-Language", language).get("items")
        .findValuesAsString("summary");
  }
}
