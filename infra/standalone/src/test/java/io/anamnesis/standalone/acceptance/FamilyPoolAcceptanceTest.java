package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.AtOnce.atOnce;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A family whose members redeem with each other's points, as a hospital's app asks for it. */
@ParameterizedClass
@EnumSource(Deployment.class)
class FamilyPoolAcceptanceTest {
  @Parameter
  private Deployment deployment;

  private final String reward = "R-" + UUID.randomUUID();
  /** In the order of their numbers. */
  private final List<String> family = Stream.generate(Facts::someone).limit(3).sorted().toList();
  private final String mother = family.get(0);
  private final String father = family.get(1);
  private final String daughter = family.get(2);
  private Client staff;

  @BeforeEach
  void start() {
    live(deployment.client());
  }

  private void live(Client client) {
    staff = client;
    staff.record(fact(mother, "customer.registered", Instant.now().toString(), Map.of()),
        link(father, mother, Map.of("relation", "wife")), link(daughter, mother, Map.of("relation", "mother")));
    Answer offered = staff.as("admin").post("/api/v1/loyalty/rewards",
        Map.of("reward", reward, "name", "spa", "points", 100, "stock", 1_000));
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
  }

  @Test
  void the_pool_says_who_is_in_it_and_what_it_can_spend_now_and_then() {
    earn(mother, 60, 10);
    earn(father, 70, 9);
    assertThat(pool(mother).get("poolId").isNull()).isTrue();
    Answer formed = form(mother);
    assertThat(formed.status()).as(formed.body()).isEqualTo(201);
    assertThat(formed.json().get("state").asString()).isEqualTo("formed");
    String poolId = formed.json().get("poolId").asString();
    Answer invited = invite(mother, father);
    assertThat(invited.json().get("state").asString()).as(invited.body()).isEqualTo("invited");
    JsonNode invitation = pool(father).get("invitations").get(0);
    assertThat(invitation.get("poolId").asString()).isEqualTo(poolId);
    assertThat(invitation.get("keeper").asString()).isEqualTo(mother);
    Answer joined = join(father, poolId);
    assertThat(joined.json().get("state").asString()).as(joined.body()).isEqualTo("joined");

    for (String member : List.of(mother, father)) {
      JsonNode pool = pool(member);
      assertThat(pool.get("poolId").asString()).isEqualTo(poolId);
      assertThat(members(pool)).containsExactly(tuple(mother, true, 60L), tuple(father, false, 70L));
      assertThat(pool.get("available").asLong()).isEqualTo(130);
      assertThat(pool.get("invitations")).isEmpty();
    }
    JsonNode event = timeline(father, "loyalty.pool-joined");
    String before = Instant.parse(event.get("recordedAt").asString()).minus(1, ChronoUnit.MICROS).toString();
    assertThat(members(staff.read(path(mother) + "/pool?asOf=" + before))).containsExactly(tuple(mother, true, 60L));
    assertThat(staff.read(path(father) + "/pool?asOf=" + before).get("poolId").isNull()).isTrue();
    String earlier = Instant.parse(event.get("occurredAt").asString()).minus(1, ChronoUnit.MICROS).toString();
    assertThat(members(staff.read(path(mother) + "/pool?effectiveAt=" + earlier)))
        .containsExactly(tuple(mother, true, 60L));
    assertThat(staff.get(path(someone()) + "/pool").status()).isEqualTo(404);
  }

  @Test
  void what_was_earned_first_goes_first_whoever_earned_it_and_each_learns_of_the_own_part() {
    earn(mother, 60, 10);
    earn(father, 70, 9);
    together();
    Answer reserved = redeem(daughter, 1);
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(reserved.json().get("points").asLong()).isEqualTo(100);
    String redemption = reserved.json().get("redemptionId").asString();
    assertThat(points(mother).get("reserved").asLong()).isEqualTo(60);
    assertThat(points(father).get("reserved").asLong()).isEqualTo(40);
    assertThat(points(daughter).get("reserved").asLong()).isZero();
    assertThat(pool(daughter).get("available").asLong()).isEqualTo(30);

    for (String payer : List.of(mother, father)) {
      assertThat(problem(staff.post(path(payer) + "/redemptions/" + redemption + "/confirm", Map.of()), 404))
          .isEqualTo("unknown-redemption");
    }
    Answer confirmed = staff.post(path(daughter) + "/redemptions/" + redemption + "/confirm", Map.of());
    assertThat(confirmed.json().get("state").asString()).as(confirmed.body()).isEqualTo("confirmed");
    assertThat(confirmed.json().get("points").asLong()).isEqualTo(100);
    assertThat(points(mother).get("lifetimeSpent").asLong()).isEqualTo(60);
    assertThat(points(father).get("available").asLong()).isEqualTo(30);
    assertThat(staff.read(path(mother) + "/tier").get("qualifyingPoints").asInt()).as("who earned qualifies")
        .isEqualTo(60);
    assertThat(staff.read(path(daughter) + "/tier").get("qualifyingPoints").asInt()).isZero();

    assertThat(summaries(father, "en")).contains("The family pool spent 40 points on 1 × reward " + reward);
    assertThat(summaries(daughter, "zh-CN")).contains("家庭账户使用 100 积分兑换 1 份礼品 " + reward + "，其中本人 0 积分");
    JsonNode part = explained(father, "spent");
    assertThat(part.get("text").asString()).contains(reward).doesNotContain(daughter).doesNotContain(mother);
    assertThat(part.get("pool").get("shares")).isEmpty();
    assertThat(part.get("lots").get(0).get("points").asLong()).isEqualTo(40);
    JsonNode whole = explained(daughter, "spent");
    assertThat(whole.get("points").asLong()).isZero();
    assertThat(whole.get("pool").get("shares").findValuesAsString("customer")).containsExactly(mother, father);
    assertThat(entry(father, "spent").get("pool").asString()).isEqualTo(pool(father).get("poolId").asString());

    Answer cancelled =
        staff.post(path(daughter) + "/redemptions/" + redemption + "/cancel", Map.of("by", "hospital"));
    assertThat(cancelled.json().get("points").asLong()).as(cancelled.body()).isEqualTo(100);
    assertThat(pool(mother).get("available").asLong()).isEqualTo(130);
    assertThat(points(mother).get("lifetimeSpent").asLong()).isZero();
  }

  @Test
  void own_redemptions_are_as_they_were() {
    earn(daughter, 100, 10);
    earn(mother, 100, 11);
    together();
    Answer reserved = staff.post(path(daughter) + "/redemptions", Map.of("reward", reward, "quantity", 1));
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    assertThat(points(mother).get("reserved").asLong()).isZero();
    assertThat(points(daughter).get("reserved").asLong()).isEqualTo(100);
    assertThat(problem(staff.post(path(daughter) + "/redemptions", Map.of("reward", reward)), 409))
        .isEqualTo("not-enough-points");
  }

  @Test
  void who_owes_points_gives_none_and_asks_for_none() {
    String bought = earn(father, 100, 10);
    earn(mother, 70, 10);
    together();
    assertThat(redeem(father, 1).status()).isEqualTo(201);
    staff.record(fact(father, "purchase.refunded", Instant.now().toString(),
        Map.of("purchaseId", bought, "currency", "CNY", "amount", "100.00")));
    assertThat(points(father).get("arrears").asLong()).isPositive();
    assertThat(problem(redeem(father, 1), 409)).isEqualTo("in-arrears");
    assertThat(members(pool(mother))).contains(tuple(father, false, 0L));
    assertThat(problem(redeem(mother, 1), 409)).isEqualTo("not-enough-points");
  }

  @Test
  void who_leaves_takes_the_own_points_along_and_what_is_open_stays_open() {
    earn(mother, 60, 10);
    earn(father, 70, 9);
    together();
    String redemption = redeem(daughter, 1).json().get("redemptionId").asString();
    Answer left = staff.post(path(father) + "/pool/leave", Map.of());
    assertThat(left.json().get("state").asString()).as(left.body()).isEqualTo("left");
    assertThat(points(father).get("available").asLong()).isEqualTo(30);
    assertThat(points(father).get("reserved").asLong()).isEqualTo(40);
    assertThat(pool(mother).get("available").asLong()).isZero();
    assertThat(staff.post(path(daughter) + "/redemptions/" + redemption + "/cancel", Map.of("by", "customer"))
        .json().get("points").asLong()).isEqualTo(100);
    assertThat(points(father).get("available").asLong()).isEqualTo(70);
    assertThat(pool(mother).get("available").asLong()).isEqualTo(60);
    assertThat(problem(redeem(father, 1), 409)).isEqualTo("no-pool");
  }

  @Test
  void what_is_not_confirmed_comes_back_to_all() throws Exception {
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of("anamnesis.loyalty.reserved-for", "PT2S"))) {
      live(own.client("staff"));
      earn(mother, 60, 10);
      earn(father, 70, 9);
      together();
      String redemption = redeem(daughter, 1).json().get("redemptionId").asString();
      await().atMost(Duration.ofSeconds(60)).untilAsserted(
          () -> Stream.of(mother, father, daughter).forEach(each -> assertThat(kinds(each)).contains("cancelled")));
      assertThat(pool(mother).get("available").asLong()).isEqualTo(130);
      assertThat(kinds(mother)).containsOnlyOnce("cancelled");
      assertThat(staff.post(path(daughter) + "/redemptions/" + redemption + "/confirm", Map.of()).status())
          .isEqualTo(409);
    }
  }

  @Test
  void only_the_keeper_invites_removes_and_ends_and_nobody_is_in_two_pools() {
    String poolId = together();
    String stranger = someone();
    staff.record(fact(stranger, "customer.registered", Instant.now().toString(), Map.of()));
    Answer notFamily = invite(mother, stranger);
    assertThat(problem(notFamily, 409)).isEqualTo("not-family");
    assertThat(notFamily.json().get("field").asString()).isEqualTo("member");
    assertThat(problem(invite(father, stranger), 409)).isEqualTo("not-keeper");
    assertThat(problem(invite(stranger, mother), 409)).isEqualTo("no-pool");
    assertThat(problem(join(stranger, poolId), 409)).isEqualTo("not-invited");
    assertThat(problem(form(father), 409)).isEqualTo("in-pool");
    assertThat(problem(invite(mother, someone()), 404)).isEqualTo("unknown-customer");
    assertThat(invite(mother, mother).json().get("field").asString()).isEqualTo("member");
    assertThat(staff.post(path(stranger) + "/pool/join", Map.of("poolId", "?")).json().get("field").asString())
        .isEqualTo("poolId");
    assertThat(problem(staff.post(path(father) + "/pool/dissolve", Map.of()), 409)).isEqualTo("not-keeper");
    assertThat(staff.as("admin").post(path(father) + "/pool/leave", Map.of()).status()).isEqualTo(403);
    assertThat(staff.post(path(mother) + "/pool/leave", Map.of(), "Accept-Language", "en").status()).isEqualTo(200);
    // Who has been in it longest keeps it now.
    Answer removed = staff.post(path(father) + "/pool/members/" + daughter + "/remove", Map.of());
    assertThat(removed.json().get("state").asString()).as(removed.body()).isEqualTo("removed");
    assertThat(members(pool(father))).containsExactly(tuple(father, true, 0L));
    Answer dissolved = staff.post(path(father) + "/pool/dissolve", Map.of());
    assertThat(dissolved.json().get("state").asString()).as(dissolved.body()).isEqualTo("dissolved");
    assertThat(pool(father).get("poolId").isNull()).isTrue();
    String words = staff.post(path(father) + "/pool/leave", Map.of(), "Accept-Language", "zh-CN").json().get("detail")
        .asString();
    assertThat(words).contains("家庭账户");
  }

  @Test
  void a_guardian_acts_for_a_ward_in_all_that_concerns_the_pool() {
    earn(mother, 100, 10);
    String poolId = form(mother).json().get("poolId").asString();
    staff.record(link(daughter, mother, Map.of("relation", "mother", "guardian", true)));
    invite(mother, daughter);
    Answer alone = join(daughter, poolId);
    assertThat(problem(alone, 409)).isEqualTo("guardian-needed");
    assertThat(alone.json().get("field").asString()).isEqualTo("by");
    assertThat(staff.post(path(daughter) + "/pool/join", Map.of("poolId", poolId, "by", mother)).status())
        .isEqualTo(201);
    assertThat(problem(redeem(daughter, 1), 409)).isEqualTo("guardian-needed");
    assertThat(staff.post(path(daughter) + "/redemptions",
        Map.of("reward", reward, "quantity", 1, "pool", true, "by", mother)).status()).isEqualTo(201);
    assertThat(problem(staff.post(path(daughter) + "/pool/leave", Map.of("by", father)), 409))
        .isEqualTo("not-guardian");
  }

  @Test
  void of_a_hundred_who_ask_for_the_last_points_exactly_one_gets_them() throws Exception {
    earn(mother, 60, 10);
    earn(father, 40, 9);
    together();
    List<Answer> answers = atOnce(IntStream.range(0, 100).<Callable<Answer>>mapToObj(
        i -> () -> deployment.client().post(path(family.get(i % 3)) + "/redemptions", pooled(1))).toList());
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("not-enough-points"));
    redeem(mother, 1);
    assertThat(points(mother).get("reserved").asLong()).isEqualTo(60);
    assertThat(points(father).get("reserved").asLong()).isEqualTo(40);
    assertThat(staff.read("/api/v1/loyalty/rewards/" + reward).get("stock").asLong()).isEqualTo(999);
  }

  @Test
  void of_four_who_want_the_eighth_place_exactly_one_gets_it() throws Exception {
    String poolId = form(mother).json().get("poolId").asString();
    List<String> relatives = Stream.generate(Facts::someone).limit(10).toList();
    staff.record(relatives.stream().map(one -> link(one, mother, Map.of("relation", "aunt"))).toList());
    relatives.forEach(one -> assertThat(invite(mother, one).status()).isEqualTo(201));
    relatives.subList(0, 6).forEach(one -> assertThat(join(one, poolId).status()).isEqualTo(201));
    List<Answer> answers = atOnce(relatives.subList(6, 10).stream().<Callable<Answer>>map(
        one -> () -> deployment.client().post(path(one) + "/pool/join", Map.of("poolId", poolId))).toList());
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("pool-full"));
    assertThat(problem(form(mother), 409)).isEqualTo("in-pool");
    assertThat(members(pool(mother))).hasSize(8);
  }

  @Test
  void a_key_decides_once_and_answers_alike() throws Exception {
    earn(mother, 60, 10);
    earn(father, 140, 9);
    together();
    String key = UUID.randomUUID().toString();
    List<Answer> answers = atOnce(IntStream.range(0, 20).<Callable<Answer>>mapToObj(i -> () -> deployment.client()
        .post(path(daughter) + "/redemptions", pooled(1), "Idempotency-Key", key)).toList());
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    assertThat(problem(staff.post(path(daughter) + "/redemptions", pooled(2), "Idempotency-Key", key), 422))
        .isEqualTo("key-reused");
    assertThat(redeem(daughter, 1).status()).as("and the other hundred are there").isEqualTo(201);
    String cousin = someone();
    staff.record(link(cousin, mother, Map.of("relation", "aunt")));
    String inviting = path(mother) + "/pool/members/" + cousin + "/invite";
    Answer invited = staff.post(inviting, Map.of(), "Idempotency-Key", key);
    assertThat(staff.post(inviting, Map.of(), "Idempotency-Key", key).body()).isEqualTo(invited.body());
    assertThat(problem(staff.post(inviting, Map.of("by", father), "Idempotency-Key", key), 422))
        .isEqualTo("key-reused");
    Answer first = staff.post(path(father) + "/pool/leave", Map.of(), "Idempotency-Key", key);
    Answer again = staff.post(path(father) + "/pool/leave", Map.of(), "Idempotency-Key", key);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.status()).isEqualTo(200);
  }

  @Test
  void an_auditor_finds_no_posting_of_a_pool_that_does_not_add_up() {
    earn(mother, 60, 10);
    earn(father, 70, 9);
    together();
    String redemption = redeem(daughter, 1).json().get("redemptionId").asString();
    staff.post(path(daughter) + "/redemptions/" + redemption + "/confirm", Map.of());
    Client auditor = staff.as("auditor");
    for (String each : family) {
      points(each);
      Answer begun = auditor.post("/api/v1/audit/points/rederivation", Map.of("customer", each));
      assertThat(begun.status()).as(begun.body()).isEqualTo(202);
      String run = "/api/v1/audit/points/rederivation/" + begun.json().get("id").asString();
      JsonNode done = await().atMost(Duration.ofSeconds(60)).until(() -> auditor.read(run),
          job -> !List.of("waiting", "running").contains(job.get("state").asString()));
      assertThat(done.get("state").asString()).as(done.toString()).isEqualTo("done");
      assertThat(done.get("result").get("differing").asInt()).as(done.toString()).isZero();
      assertThat(done.get("result").get("postings").asInt()).isPositive();
    }
  }

  private static Map<String, Object> link(String of, String other, Map<String, Object> more) {
    Map<String, Object> tie = new HashMap<>(more);
    tie.put("other", other);
    return fact(of, "family.linked", Instant.now().toString(), tie);
  }

  /** Points of a purchase are pending for a week. */
  private String earn(String customer, int points, int daysAgo) {
    String purchaseId = "P-" + UUID.randomUUID();
    staff.record(purchase(customer, purchaseId, Instant.now().minus(daysAgo, ChronoUnit.DAYS).toString(),
        line("wellness", Integer.toString(points))));
    points(customer);
    return purchaseId;
  }

  /** All three in a pool that the mother keeps. */
  private String together() {
    String poolId = form(mother).json().get("poolId").asString();
    for (String one : List.of(father, daughter)) {
      assertThat(invite(mother, one).status()).isEqualTo(201);
      assertThat(join(one, poolId).status()).isEqualTo(201);
    }
    return poolId;
  }

  private Answer form(String who) {
    return staff.post(path(who) + "/pool", Map.of());
  }

  private Answer invite(String keeper, String member) {
    return staff.post(path(keeper) + "/pool/members/" + member + "/invite", Map.of());
  }

  private Answer join(String who, String poolId) {
    return staff.post(path(who) + "/pool/join", Map.of("poolId", poolId));
  }

  private Answer redeem(String who, int quantity) {
    return staff.post(path(who) + "/redemptions", pooled(quantity));
  }

  private Map<String, Object> pooled(int quantity) {
    return Map.of("reward", reward, "quantity", quantity, "pool", true);
  }

  private static String path(String customer) {
    return "/api/v1/customers/" + customer;
  }

  private JsonNode pool(String customer) {
    return staff.read(path(customer) + "/pool");
  }

  private static List<Tuple> members(JsonNode pool) {
    return StreamSupport.stream(pool.get("members").spliterator(), false).map(one -> tuple(
        one.get("customer").asString(), one.get("keeper").asBoolean(), one.get("available").asLong())).toList();
  }

  /** With the token of the last write: one token is good for all customers. */
  private JsonNode points(String customer) {
    return staff.read(path(customer) + "/points");
  }

  private List<String> kinds(String customer) {
    return staff.read(path(customer) + "/points/ledger").get("items").findValuesAsString("kind");
  }

  private JsonNode entry(String customer, String kind) {
    return StreamSupport.stream(staff.read(path(customer) + "/points/ledger").get("items").spliterator(), false)
        .filter(line -> line.get("kind").asString().equals(kind)).findFirst().orElseThrow();
  }

  private JsonNode explained(String customer, String kind) {
    return staff.read(path(customer) + "/points/ledger/" + entry(customer, kind).get("entryId").asString()
        + "/explanation");
  }

  private JsonNode timeline(String customer, String type) {
    return StreamSupport.stream(staff.read(path(customer) + "/timeline?limit=500").get("items").spliterator(), false)
        .filter(item -> item.get("type").asString().equals(type)).findFirst().orElseThrow();
  }

  private List<String> summaries(String customer, String language) {
    return staff.read(path(customer) + "/timeline?limit=500", "Accept-Language", language).get("items")
        .findValuesAsString("summary");
  }
}
