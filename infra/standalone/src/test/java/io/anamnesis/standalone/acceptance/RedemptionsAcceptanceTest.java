package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.AtOnce.atOnce;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

/** Rewards for points, as a hospital's app and its staff ask for them. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RedemptionsAcceptanceTest {
  private static final String REWARDS = "/api/v1/loyalty/rewards";

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String reward = "R-" + UUID.randomUUID();

  @Test
  void a_reward_is_reserved_and_confirmed_and_only_staff_cancel_it_then() {
    Client staff = withPoints(1_000);
    offer(staff, 100, 5);
    Client app = staff.as("app");

    Answer reserved = app.post(path(), Map.of("reward", reward, "quantity", 2));
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(reserved.json().get("state").asString()).isEqualTo("reserved");
    assertThat(reserved.json().get("points").asLong()).isEqualTo(200);
    Instant expires = Instant.parse(reserved.json().get("expiresAt").asString());
    assertThat(expires).isBetween(Instant.now().plus(14, ChronoUnit.MINUTES),
        Instant.now().plus(16, ChronoUnit.MINUTES));
    assertThat(stock(app)).isEqualTo(3);

    String redemption = path() + "/" + reserved.json().get("redemptionId").asString();
    Answer confirmed = app.post(redemption + "/confirm", Map.of());
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
    assertThat(confirmed.json().get("state").asString()).isEqualTo("confirmed");
    assertThat(problem(app.post(redemption + "/confirm", Map.of()), 409)).isEqualTo("redemption-confirmed");

    assertThat(problem(app.post(redemption + "/cancel", Map.of("by", "customer")), 403)).isEqualTo("forbidden");
    Answer cancelled = staff.post(redemption + "/cancel", Map.of("by", "hospital"));
    assertThat(cancelled.status()).as(cancelled.body()).isEqualTo(200);
    assertThat(cancelled.json().get("state").asString()).isEqualTo("cancelled");
    assertThat(cancelled.json().get("points").asLong()).isEqualTo(200);
    assertThat(stock(app)).isEqualTo(5);
    assertThat(problem(app.post(redemption + "/confirm", Map.of()), 409)).isEqualTo("redemption-cancelled");
    assertThat(types(staff)).containsSubsequence("loyalty.redemption-cancelled", "loyalty.redemption-confirmed",
        "loyalty.points-reserved", "loyalty.points-earned");
  }

  @Test
  void what_cannot_be_had_is_refused_with_the_reason() {
    Client staff = withPoints(1_000);
    offer(staff, 600, 2);
    Client app = staff.as("app");
    assertThat(problem(app.post(path(), Map.of("reward", "R-nobody")), 404)).isEqualTo("unknown-reward");
    assertThat(problem(app.post(path(), Map.of("reward", reward, "quantity", 2)), 409))
        .isEqualTo("not-enough-points");
    assertThat(problem(app.post(path(), Map.of("reward", reward, "quantity", 3)), 409)).isEqualTo("out-of-stock");
    Answer none = app.post(path(), Map.of("reward", reward, "quantity", 0));
    assertThat(problem(none, 400)).isEqualTo("invalid");
    assertThat(none.json().get("field").asString()).isEqualTo("quantity");
    assertThat(app.post(path(), Map.of()).json().get("field").asString()).isEqualTo("reward");
    String stranger = "/api/v1/customers/" + someone() + "/redemptions";
    assertThat(problem(app.post(stranger, Map.of("reward", reward)), 404)).isEqualTo("unknown-customer");
    String nothing = path() + "/" + UUID.randomUUID();
    assertThat(problem(app.post(nothing + "/confirm", Map.of()), 404)).isEqualTo("unknown-redemption");
    assertThat(app.post(nothing + "/cancel", Map.of("by", "nobody")).json().get("field").asString()).isEqualTo("by");
    assertThat(app.post(path(), Map.of("reward", reward, "quantity", 2), "Accept-Language", "zh-CN").json()
        .get("title").asString()).isEqualTo("积分不足");
    assertThat(stock(app)).isEqualTo(2);
    staff.as("admin").delete(REWARDS + "/" + reward);
    assertThat(problem(app.post(path(), Map.of("reward", reward)), 409)).isEqualTo("reward-retired");
    assertThat(types(staff)).doesNotContain("loyalty.points-reserved");
  }

  @Test
  void a_reward_is_changed_by_one_who_has_read_it() {
    Client admin = deployment.client().as("admin");
    Map<String, Object> terms = terms(100, 5);
    Answer offered = admin.post(REWARDS, terms);
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
    assertThat(admin.post(REWARDS, terms).status()).isEqualTo(200);
    assertThat(problem(admin.post(REWARDS, terms(120, 5)), 409)).isEqualTo("reward-exists");
    String etag = admin.get(REWARDS + "/" + reward).header("ETag");
    assertThat(etag).isEqualTo(offered.header("ETag"));
    assertThat(admin.post(REWARDS, terms(120, 9), "If-Match", etag).json().get("stock").asLong()).isEqualTo(9);
    assertThat(problem(admin.post(REWARDS, terms(130, 9), "If-Match", etag), 412)).isEqualTo("stale-condition");
    assertThat(admin.get(REWARDS + "/" + reward).json().get("points").asLong()).isEqualTo(120);
    assertThat(admin.read(REWARDS + "?limit=500").get("items").findValuesAsString("reward")).contains(reward);
    assertThat(deployment.client().post(REWARDS, terms).status()).isEqualTo(403);
    assertThat(admin.post(path(), Map.of("reward", reward)).status()).isEqualTo(403);
  }

  @Test
  void an_offer_repeated_under_its_key_answers_as_it_did_whatever_became_of_the_stock() {
    Client staff = withPoints(1_000);
    Client admin = staff.as("admin");
    Answer first = admin.post(REWARDS, terms(100, 5), "Idempotency-Key", "offer-" + reward);
    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(staff.post(path(), Map.of("reward", reward, "quantity", 2)).status()).isEqualTo(201);
    assertThat(stock(admin)).isEqualTo(3);

    Answer again = admin.post(REWARDS, terms(100, 5), "Idempotency-Key", "offer-" + reward);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(problem(admin.post(REWARDS, terms(100, 6), "Idempotency-Key", "offer-" + reward), 422))
        .isEqualTo("key-reused");
    assertThat(problem(admin.post(REWARDS, Map.of("reward", reward), "Idempotency-Key", "offer-" + reward), 422))
        .as("also without terms").isEqualTo("key-reused");

    String etag = admin.get(REWARDS + "/" + reward).header("ETag");
    Answer changed =
        admin.post(REWARDS, terms(120, 9), "If-Match", etag, "Idempotency-Key", "change-" + reward);
    assertThat(staff.post(path(), Map.of("reward", reward)).status()).isEqualTo(201);
    Answer changedAgain =
        admin.post(REWARDS, terms(120, 9), "If-Match", etag, "Idempotency-Key", "change-" + reward);
    assertThat(changedAgain.status()).isEqualTo(changed.status()).isEqualTo(200);
    assertThat(changedAgain.json()).isEqualTo(changed.json());
    assertThat(changedAgain.json().get("stock").asLong()).isEqualTo(9);
    assertThat(stock(admin)).isEqualTo(8);
  }

  @Test
  void of_a_hundred_who_want_the_last_one_exactly_one_gets_it() throws Exception {
    Client staff = withPoints(10_000);
    offer(staff, 10, 1);
    List<Answer> answers = atOnce(100, () -> staff.as("app").post(path(), Map.of("reward", reward)));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("out-of-stock"));
    assertThat(stock(staff)).isZero();
  }

  @Test
  void of_a_hundred_who_want_the_last_points_exactly_one_gets_them() throws Exception {
    Client staff = withPoints(100);
    offer(staff, 100, 1_000);
    List<Answer> answers = atOnce(100, () -> staff.as("app").post(path(), Map.of("reward", reward)));
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("not-enough-points"));
    assertThat(stock(staff)).isEqualTo(999);
  }

  @Test
  void a_key_answers_alike_and_takes_once_and_never_another_body() throws Exception {
    Client staff = withPoints(1_000);
    offer(staff, 100, 50);
    Client app = staff.as("app");
    String key = "K " + UUID.randomUUID();
    assertThat(app.post(path(), Map.of("reward", reward), "Idempotency-Key", key).json().get("field").asString())
        .isEqualTo("Idempotency-Key");
    String good = key.replace(' ', '-');
    Map<String, Object> body = Map.of("reward", reward, "quantity", 2);
    List<Answer> answers = atOnce(20, () -> staff.as("app").post(path(), body, "Idempotency-Key", good));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(stock(app)).isEqualTo(48);
    assertThat(problem(app.post(path(), Map.of("reward", reward), "Idempotency-Key", good), 422))
        .isEqualTo("key-reused");
    assertThat(problem(app.post(path(), Map.of("quantity", 2), "Idempotency-Key", good), 422))
        .as("also of what is no redemption at all").isEqualTo("key-reused");
    assertThat(app.as("staff").post(path(), body, "Idempotency-Key", good).json().get("redemptionId"))
        .as("another caller's key is another key").isNotEqualTo(answers.getFirst().json().get("redemptionId"));

    String redemption = path() + "/" + answers.getFirst().json().get("redemptionId").asString();
    Answer confirmed = app.post(redemption + "/confirm", Map.of(), "Idempotency-Key", good);
    assertThat(app.post(redemption + "/confirm", Map.of(), "Idempotency-Key", good).body())
        .isEqualTo(confirmed.body());
    assertThat(app.post(path(), body, "Idempotency-Key", good).body()).isEqualTo(answers.getFirst().body());
  }

  @Test
  void a_redemption_repeated_under_its_key_answers_as_it_did_whatever_became_of_the_reward() {
    Client app = withPoints(1_000).as("app");
    Client admin = app.as("admin");
    offer(admin, 100, 1);
    Map<String, Object> body = Map.of("reward", reward);
    Answer reserved = app.post(path(), body, "Idempotency-Key", "R-" + reward);
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    String etag = admin.get(REWARDS + "/" + reward).header("ETag");
    assertThat(admin.post(REWARDS, terms(900, 0), "If-Match", etag).status()).isEqualTo(200);
    assertThat(app.post(path(), body, "Idempotency-Key", "R-" + reward).body()).isEqualTo(reserved.body());

    assertThat(admin.delete(REWARDS + "/" + reward).status()).isEqualTo(200);
    Answer again = app.post(path(), body, "Idempotency-Key", "R-" + reward);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(reserved.body());
  }

  @Test
  void a_refusal_is_not_remembered() {
    Client staff = withPoints(100);
    offer(staff, 500, 5);
    Map<String, Object> body = Map.of("reward", reward);
    assertThat(problem(staff.post(path(), body, "Idempotency-Key", "same"), 409)).isEqualTo("not-enough-points");
    earn(staff, 900);
    assertThat(staff.post(path(), body, "Idempotency-Key", "same").status()).isEqualTo(201);
  }

  @Test
  void a_reservation_that_nobody_confirms_runs_out_once_also_while_nothing_runs() {
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of("anamnesis.loyalty.reserved-for", "PT2S"))) {
      Client staff = own.client("staff");
      earn(staff, 1_000);
      offer(staff, 100, 5);
      List<String> reserved = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        reserved.add(staff.post(path(), Map.of("reward", reward)).json().get("redemptionId").asString());
      }
      assertThat(reserved).doesNotHaveDuplicates();
      own.restart();
      Client later = own.client("staff");
      await().atMost(Duration.ofSeconds(60)).until(() -> stock(later) == 5);
      assertThat(problem(later.post(path() + "/" + reserved.getFirst() + "/confirm", Map.of()), 409))
          .isEqualTo("redemption-cancelled");
      // What is read with a token has all in it that was due before.
      Answer again = later.post(path(), Map.of("reward", reward));
      Instant expires = Instant.parse(again.json().get("expiresAt").asString());
      await().atMost(Duration.ofSeconds(30)).until(() -> Instant.now().isAfter(expires));
      assertThat(types(later)).filteredOn("loyalty.redemption-cancelled"::equals).hasSize(4);
      JsonNode last = later.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines().getLast();
      assertThat(last.get("type").asString()).isEqualTo("loyalty.redemption-cancelled");
      assertThat(last.get("payload").get("by").asString()).isEqualTo("TIMEOUT");
      assertThat(Instant.parse(last.get("occurredAt").asString())).isEqualTo(expires);
    }
  }

  @Test
  void lots_of_long_ago_are_noted_as_expired_once_each() {
    Client staff = deployment.client();
    staff.record(purchase(customer, "P-1", "2023-03-05T02:00:00Z", line("wellness", "100")),
        purchase(customer, "P-2", "2023-03-06T02:00:00Z", line("wellness", "50")),
        purchase(customer, "P-3", "2023-04-06T02:00:00Z", line("wellness", "25")));
    assertThat(types(staff)).filteredOn("loyalty.points-expired"::equals).hasSize(2);
    List<JsonNode> expired = staff.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").lines()
        .stream().filter(event -> event.get("type").asString().equals("loyalty.points-expired")).toList();
    assertThat(expired.stream().mapToLong(event -> event.get("payload").get("points").asLong()).sum()).isEqualTo(175);
    assertThat(expired).extracting(event -> event.get("occurredAt").asString())
        .containsExactly("2024-03-31T16:00:00Z", "2024-04-30T16:00:00Z");
  }

  private Client withPoints(int points) {
    Client staff = deployment.client();
    earn(staff, points);
    return staff;
  }

  /** Points of a purchase are pending for a week. */
  private void earn(Client client, int points) {
    client.record(purchase(customer, "P-" + UUID.randomUUID(), Instant.now().minus(10, ChronoUnit.DAYS).toString(),
        line("wellness", Integer.toString(points))));
    client.read("/api/v1/customers/" + customer + "/points");
  }

  private Map<String, Object> terms(int points, int stock) {
    return Map.of("reward", reward, "name", "水疗体验券", "points", points, "stock", stock);
  }

  private void offer(Client client, int points, int stock) {
    Answer offered = client.as("admin").post(REWARDS, terms(points, stock));
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
  }

  private String path() {
    return "/api/v1/customers/" + customer + "/redemptions";
  }

  private long stock(Client client) {
    return client.read(REWARDS + "/" + reward).get("stock").asLong();
  }

  private List<String> types(Client client) {
    return client.read("/api/v1/customers/" + customer + "/timeline?limit=500").get("items")
        .findValuesAsString("type");
  }
}
