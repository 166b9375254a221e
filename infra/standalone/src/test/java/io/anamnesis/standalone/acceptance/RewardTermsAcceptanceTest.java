package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L4: what a reward asks for beside points: a level, and money; and what it costs the hospital. */
@ParameterizedClass
@EnumSource(Deployment.class)
class RewardTermsAcceptanceTest {
  private static final String REWARDS = "/api/v1/loyalty/rewards";

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String reward = "R-" + UUID.randomUUID();

  @Test
  void a_reward_for_a_level_is_had_with_it_or_a_higher_one_as_held_at_that_moment() {
    Client staff = earned(deployment.client(), customer, 1_500);
    offer(staff, 100, Map.of("level", 3));
    Answer low = redeem(staff, customer);
    assertThat(problem(low, 409)).isEqualTo("level-too-low");
    assertThat(low.json().get("level").asInt()).isEqualTo(3);
    for (String language : List.of("en", "zh-CN")) {
      assertThat(staff.post(path(customer), Map.of("reward", reward), "Accept-Language", language).json().get("detail")
          .asString()).contains("3");
    }
    assertThat(history(staff)).doesNotContain("loyalty.points-reserved");

    earned(staff, customer, 4_000);
    assertThat(staff.read("/api/v1/customers/" + customer + "/tier").get("level").asInt()).isEqualTo(3);
    assertThat(redeem(staff, customer).status()).isEqualTo(201);

    String other = someone();
    earned(staff, other, 500);
    assertThat(problem(redeem(staff, other), 409)).isEqualTo("level-too-low");
    Answer given = staff.post("/api/v1/customers/" + other + "/tier/override",
        Map.of("level", 4, "until", Instant.now().plus(1, ChronoUnit.DAYS).toString(), "reason", "opening day"));
    assertThat(given.status()).as(given.body()).isEqualTo(201);
    assertThat(redeem(staff, other).status()).as("also by a level that a person gives").isEqualTo(201);
    staff.post("/api/v1/customers/" + other + "/tier/override/withdraw", Map.of("reason", "a mistake"));
    assertThat(problem(redeem(staff, other), 409)).as("which is held no more").isEqualTo("level-too-low");
  }

  @Test
  void what_a_family_pool_pays_for_asks_for_the_level_of_who_redeems() {
    Client staff = deployment.client();
    String rich = someone();
    staff.record(fact(rich, "customer.registered", Instant.now().toString(), Map.of()),
        fact(customer, "family.linked", Instant.now().toString(), Map.of("other", rich, "relation", "wife")));
    // What was earned first is spent first: so both of them pay.
    earned(staff, customer, 10);
    earned(staff, rich, 6_000);
    offer(staff, 50, Map.of("level", 3, "price", money("5", "CNY")));
    String poolId =
        staff.post("/api/v1/customers/" + rich + "/pool", Map.of()).json().get("poolId").asString();
    staff.post("/api/v1/customers/" + rich + "/pool/members/" + customer + "/invite", Map.of());
    assertThat(staff.post("/api/v1/customers/" + customer + "/pool/join", Map.of("poolId", poolId)).status())
        .isEqualTo(201);

    Map<String, Object> pooled = Map.of("reward", reward, "quantity", 2, "pool", true);
    assertThat(problem(staff.post(path(customer), pooled), 409)).isEqualTo("level-too-low");
    Answer reserved = staff.post(path(rich), pooled);
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(told(reserved.json().get("toPay"))).isEqualTo("10.00 CNY");
    String redemption = path(rich) + "/" + reserved.json().get("redemptionId").asString();
    assertThat(problem(staff.post(redemption + "/confirm", Map.of()), 409)).isEqualTo("payment-needed");
    assertThat(staff.post(redemption + "/confirm", Map.of("payment", "WX-1")).json().get("state").asString())
        .isEqualTo("confirmed");
    assertThat(history(staff)).as("of the money the other one learns nothing").contains("loyalty.redemption-confirmed")
        .doesNotContain("toPay").doesNotContain("payment");
  }

  @Test
  void what_costs_money_too_is_confirmed_by_the_payment() {
    Client staff = earned(deployment.client(), customer, 1_000);
    offer(staff, 100, Map.of("price", money("9.9", "CNY")));
    Client app = staff.as("app");
    Answer reserved =
        app.post(path(customer), Map.of("reward", reward, "quantity", 3), "Idempotency-Key", "A-" + reward);
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(reserved.json().get("points").asLong()).isEqualTo(300);
    assertThat(told(reserved.json().get("toPay"))).isEqualTo("29.70 CNY");

    String redemption = path(customer) + "/" + reserved.json().get("redemptionId").asString() + "/confirm";
    Answer unpaid = app.post(redemption, Map.of());
    assertThat(problem(unpaid, 409)).isEqualTo("payment-needed");
    assertThat(unpaid.json().get("field").asString()).isEqualTo("payment");
    assertThat(problem(app.post(redemption, "application/json", BodyPublishers.noBody()), 409))
        .isEqualTo("payment-needed");
    assertThat(app.post(redemption, Map.of("payment", "a b")).json().get("field").asString()).isEqualTo("payment");

    Answer confirmed = app.post(redemption, Map.of("payment", "WX-4200-1"), "Idempotency-Key", "B-" + reward);
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
    assertThat(confirmed.json().get("state").asString()).isEqualTo("confirmed");
    assertThat(app.post(redemption, Map.of("payment", "WX-4200-1"), "Idempotency-Key", "B-" + reward).body())
        .isEqualTo(confirmed.body());
    assertThat(problem(app.post(redemption, Map.of("payment", "WX-4200-2"), "Idempotency-Key", "B-" + reward), 422))
        .isEqualTo("key-reused");
    assertThat(problem(app.post(redemption, Map.of("payment", "WX-4200-2")), 409)).isEqualTo("redemption-confirmed");

    changePrice(staff, "12");
    assertThat(
        app.post(path(customer), Map.of("reward", reward, "quantity", 3), "Idempotency-Key", "A-" + reward).body())
        .as("as it was when it was reserved").isEqualTo(reserved.body());
    assertThat(history(staff)).contains("29.70").doesNotContain("WX-4200-1");
    assertThat(staff.read("/api/v1/customers/" + customer + "/points").get("lifetimeSpent").asLong()).isEqualTo(300);
  }

  @Test
  void what_costs_money_alone_takes_no_points_and_comes_back_as_all_else() {
    Client staff = earned(deployment.client(), customer, 20);
    offer(staff, 0, Map.of("price", money("59.00", "CNY")));
    Answer reserved = redeem(staff, customer);
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(reserved.json().get("points").asLong()).isZero();
    assertThat(told(reserved.json().get("toPay"))).isEqualTo("59.00 CNY");
    String redemption = path(customer) + "/" + reserved.json().get("redemptionId").asString();
    assertThat(staff.post(redemption + "/confirm", Map.of("payment", "WX-9")).status()).isEqualTo(200);
    assertThat(stock(staff)).isEqualTo(89);
    assertThat(staff.post(redemption + "/cancel", Map.of("by", "hospital")).status()).isEqualTo(200);
    assertThat(stock(staff)).isEqualTo(90);
    assertThat(staff.read("/api/v1/customers/" + customer + "/points").get("available").asLong()).isEqualTo(20);
  }

  @Test
  void what_costs_no_money_is_confirmed_without_a_payment() {
    Client staff = earned(deployment.client(), customer, 1_000);
    offer(staff, 100, Map.of());
    Answer reserved = redeem(staff, customer);
    assertThat(reserved.json().get("toPay").isNull()).isTrue();
    String confirm = path(customer) + "/" + reserved.json().get("redemptionId").asString() + "/confirm";
    assertThat(problem(staff.post(confirm, Map.of("payment", "WX-1")), 409)).isEqualTo("nothing-to-pay");
    assertThat(staff.post(confirm, "application/json", BodyPublishers.noBody()).status()).isEqualTo(200);
  }

  @Test
  void the_terms_are_told_but_for_what_it_costs_the_hospital() {
    Client admin = deployment.client().as("admin");
    Map<String, Object> more = Map.of("price", money("9.9", "CNY"), "level", 2, "cost", money("3.125", "USD"));
    Answer offered = offer(admin, 100, more);
    assertThat(told(offered.json().get("price"))).isEqualTo("9.90 CNY");
    assertThat(told(offered.json().get("cost"))).isEqualTo("3.125 USD");
    assertThat(offered.json().get("level").asInt()).isEqualTo(2);
    Map<String, Object> again = new HashMap<>(more);
    again.put("price", money("9.900", "CNY"));
    assertThat(admin.post(REWARDS, terms(100, again)).status()).as("the same, written otherwise").isEqualTo(200);
    again.put("level", 3);
    assertThat(problem(admin.post(REWARDS, terms(100, again)), 409)).isEqualTo("reward-exists");
    assertThat(admin.post(REWARDS, terms(100, again), "If-Match", offered.header("ETag")).json().get("level").asInt())
        .isEqualTo(3);

    JsonNode seen = admin.as("app").read(REWARDS + "/" + reward);
    assertThat(told(seen.get("price"))).isEqualTo("9.90 CNY");
    assertThat(seen.get("level").asInt()).isEqualTo(3);
    assertThat(seen.get("cost").isNull()).isTrue();
    assertThat(admin.as("staff").read(REWARDS + "?limit=500").get("items").findValues("cost"))
        .allSatisfy(cost -> assertThat(cost.isNull()).isTrue());
    assertThat(told(admin.read(REWARDS + "/" + reward).get("cost"))).isEqualTo("3.125 USD");
  }

  @Test
  void terms_that_are_none_are_refused_with_the_field() {
    Client admin = deployment.client().as("admin");
    assertThat(refused(admin, 0, Map.of())).as("it would cost nothing").isEqualTo("points");
    assertThat(refused(admin, 1, Map.of("level", 0))).isEqualTo("level");
    assertThat(refused(admin, 1, Map.of("level", 51))).isEqualTo("level");
    assertThat(refused(admin, 1, Map.of("price", "9.90"))).isEqualTo("price");
    assertThat(refused(admin, 1, Map.of("price", money("0", "CNY")))).isEqualTo("price.amount");
    assertThat(refused(admin, 1, Map.of("price", money("-1", "CNY")))).isEqualTo("price.amount");
    assertThat(refused(admin, 1, Map.of("price", money("1", "yuan")))).isEqualTo("price.currency");
    assertThat(refused(admin, 1, Map.of("cost", Map.of("amount", 3, "currency", "CNY")))).isEqualTo("cost.amount");
    assertThat(refused(admin, 1, Map.of("cost", Map.of("amount", "3")))).isEqualTo("cost.currency");
    assertThat(admin.get(REWARDS + "/" + reward).status()).isEqualTo(404);
  }

  private String refused(Client admin, int points, Map<String, Object> more) {
    Answer answer = admin.post(REWARDS, terms(points, more));
    assertThat(problem(answer, 400)).isEqualTo("invalid");
    return answer.json().get("field").asString();
  }

  private static Map<String, Object> money(String amount, String currency) {
    return Map.of("amount", amount, "currency", currency);
  }

  private static String told(JsonNode money) {
    return money.get("amount").asString() + " " + money.get("currency").asString();
  }

  private Map<String, Object> terms(int points, Map<String, Object> more) {
    Map<String, Object> terms = new HashMap<>(Map.of("reward", reward, "name", "水疗", "points", points, "stock", 90));
    terms.putAll(more);
    return terms;
  }

  private Answer offer(Client client, int points, Map<String, Object> more) {
    Answer offered = client.as("admin").post(REWARDS, terms(points, more));
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
    return offered;
  }

  private void changePrice(Client client, String amount) {
    Client admin = client.as("admin");
    String etag = admin.get(REWARDS + "/" + reward).header("ETag");
    assertThat(admin.post(REWARDS, terms(100, Map.of("price", money(amount, "CNY"))), "If-Match", etag).status())
        .isEqualTo(200);
  }

  /** Points of a purchase are pending for a week. */
  private static Client earned(Client client, String who, int points) {
    client.record(purchase(who, "P-" + UUID.randomUUID(), Instant.now().minus(10, ChronoUnit.DAYS).toString(),
        line("wellness", Integer.toString(points))));
    client.read("/api/v1/customers/" + who + "/points");
    return client;
  }

  private Answer redeem(Client client, String who) {
    return client.post(path(who), Map.of("reward", reward));
  }

  private static String path(String who) {
    return "/api/v1/customers/" + who + "/redemptions";
  }

  private long stock(Client client) {
    return client.read(REWARDS + "/" + reward).get("stock").asLong();
  }

  private String history(Client client) {
    return client.as("auditor").get("/api/v1/audit/customers/" + customer + "/history").body();
  }
}
