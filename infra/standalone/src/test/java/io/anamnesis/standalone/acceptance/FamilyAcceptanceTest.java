package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.AtOnce.atOnce;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Points given within a family: whole or not at all, and answered for by who earned them. */
@ParameterizedClass
@EnumSource(Deployment.class)
class FamilyAcceptanceTest {
  @Parameter
  private Deployment deployment;

  private final String mother = someone();
  private final String daughter = someone();
  private final String purchase = "P-" + UUID.randomUUID();
  private Client staff;

  @BeforeEach
  void start() {
    staff = deployment.client();
    staff.record(fact(daughter, "customer.registered", Instant.now().toString(), Map.of()),
        link(mother, daughter, Map.of("relation", "daughter")));
  }

  @Test
  void points_pass_with_their_dates_and_both_ledgers_say_so() {
    earn(mother, purchase, 300);
    String expires = points(mother).get("nextExpiry").get("at").asString();
    int level = staff.read(path(mother) + "/tier").get("qualifyingPoints").asInt();

    Answer given = give(mother, daughter, 120);
    assertThat(given.status()).as(given.body()).isEqualTo(201);
    assertThat(given.json().get("state").asString()).isEqualTo("transferred");
    assertThat(given.json().get("points").asLong()).isEqualTo(120);
    String transfer = given.json().get("transferId").asString();

    assertThat(points(mother).get("available").asLong()).isEqualTo(180);
    JsonNode hers = points(daughter);
    assertThat(hers.get("available").asLong()).isEqualTo(120);
    assertThat(hers.get("lifetimeEarned").asLong()).as("a gift is no award").isZero();
    assertThat(hers.get("nextExpiry").get("at").asString()).isEqualTo(expires);
    assertThat(staff.read(path(mother) + "/tier").get("qualifyingPoints").asInt()).isEqualTo(level);
    assertThat(staff.read(path(daughter) + "/tier").get("qualifyingPoints").asInt()).isZero();

    JsonNode out = entry(mother, "transferred-out");
    JsonNode in = entry(daughter, "transferred-in");
    assertThat(out.get("points").asLong()).isEqualTo(-120);
    assertThat(out.get("balanceAfter").asLong()).isEqualTo(180);
    assertThat(in.get("balanceAfter").asLong()).isEqualTo(120);
    assertThat(List.of(out.get("transfer").asString(), in.get("transfer").asString())).containsOnly(transfer);
    assertThat(summaries(mother, "en")).contains("Gave 120 points to " + daughter);
    assertThat(summaries(daughter, "zh-CN")).contains("收到 " + mother + " 转来的 120 积分");
  }

  @Test
  void each_side_is_explained_down_to_the_lot_and_the_fact_that_makes_them_family() {
    earn(mother, purchase, 300);
    give(mother, daughter, 120);
    refund(mother, purchase, "300.00");

    JsonNode out = explained(mother, "transferred-out");
    assertThat(out.get("transfer").get("to").asString()).isEqualTo(daughter);
    assertThat(out.get("transfer").get("by").isNull()).isTrue();
    assertThat(out.get("because").get("type").asString()).isEqualTo("family.linked");
    JsonNode lot = out.get("lots").get(0);
    assertThat(lot.get("origin").get("kind").asString()).isEqualTo("earned");
    assertThat(lot.get("fate").findValuesAsString("kind")).containsExactly("clawed-back");

    JsonNode in = explained(daughter, "transferred-in");
    assertThat(in.get("transfer").get("from").asString()).isEqualTo(mother);
    assertThat(in.get("interaction").isNull()).as("what the other one did is not told").isTrue();
    assertThat(in.get("lots").get(0).get("outOf").asString()).isEqualTo(lot.get("lotId").asString());
    assertThat(in.get("lots").get(0).get("fate")).isEmpty();
    assertThat(in.get("text").asString()).contains(mother);
  }

  @Test
  void a_refund_takes_of_who_earned_and_leaves_the_gift_alone() {
    earn(mother, purchase, 300);
    earn(mother, "P-" + UUID.randomUUID(), 50);
    give(mother, daughter, 200);
    refund(mother, purchase, "300.00");

    JsonNode hers = points(mother);
    assertThat(hers.get("available").asLong()).isZero();
    assertThat(hers.get("arrears").asLong()).isEqualTo(150);
    assertThat(points(daughter).get("available").asLong()).isEqualTo(200);
    assertThat(problem(give(mother, daughter, 1), 409)).isEqualTo("in-arrears");

    // And what the daughter gives back repays what is owed.
    assertThat(give(daughter, mother, 160).status()).isEqualTo(201);
    assertThat(points(mother).get("arrears").asLong()).isZero();
    assertThat(points(mother).get("available").asLong()).isEqualTo(10);
    assertThat(entry(mother, "arrears-repaid").get("points").asLong()).isEqualTo(-150);
  }

  @Test
  void what_cannot_be_is_refused_with_the_reason_and_nothing_moves() {
    earn(mother, purchase, 100);
    String stranger = someone();
    earn(stranger, "P-" + UUID.randomUUID(), 100);
    assertThat(problem(give(mother, daughter, 101), 409)).isEqualTo("not-enough-points");
    assertThat(problem(give(mother, stranger, 1), 409)).isEqualTo("not-family");
    assertThat(problem(give(stranger, mother, 1), 409)).isEqualTo("not-family");
    Answer nobody = give(mother, someone(), 1);
    assertThat(problem(nobody, 404)).isEqualTo("unknown-customer");
    assertThat(nobody.json().get("field").asString()).isEqualTo("to");
    assertThat(problem(give(someone(), mother, 1), 404)).isEqualTo("unknown-customer");
    assertThat(give(mother, mother, 1).json().get("field").asString()).isEqualTo("to");
    assertThat(give(mother, daughter, 0).json().get("field").asString()).isEqualTo("points");
    assertThat(give(mother, daughter, -5).status()).isEqualTo(400);
    assertThat(staff.as("admin").post(transfers(mother), Map.of("to", daughter, "points", 1)).status()).isEqualTo(403);
    staff.record(fact(daughter, "family.unlinked", Instant.now().toString(), Map.of("other", mother)));
    assertThat(problem(give(mother, daughter, 1), 409)).isEqualTo("not-family");
    assertThat(points(mother).get("available").asLong()).isEqualTo(100);
    assertThat(staff.read(path(mother) + "/points/ledger").get("items").findValuesAsString("kind"))
        .doesNotContain("transferred-out");
  }

  @Test
  void a_guardian_acts_for_a_ward() {
    staff.record(link(daughter, mother, Map.of("relation", "mother", "guardian", true)));
    earn(daughter, purchase, 100);
    Answer alone = give(daughter, mother, 10);
    assertThat(problem(alone, 409)).isEqualTo("guardian-needed");
    assertThat(alone.json().get("field").asString()).isEqualTo("by");
    Map<String, Object> body = Map.of("to", mother, "points", 10, "by", mother);
    assertThat(staff.post(transfers(daughter), body).status()).isEqualTo(201);
    assertThat(explained(daughter, "transferred-out").get("transfer").get("by").asString()).isEqualTo(mother);
    assertThat(problem(staff.post(transfers(mother), Map.of("to", daughter, "points", 1, "by", daughter)), 409))
        .isEqualTo("not-guardian");
    staff.record(link(daughter, mother, Map.of("relation", "mother", "guardian", false)));
    assertThat(give(daughter, mother, 10).status()).as("of age").isEqualTo(201);
  }

  @Test
  void a_link_that_its_source_takes_back_never_was() {
    earn(mother, purchase, 100);
    String brother = someone();
    Map<String, Object> link = link(brother, mother, Map.of("relation", "sister"));
    staff.record(link);
    assertThat(give(mother, brother, 10).status()).isEqualTo(201);
    staff.record(fact(brother, "fact.withdrawn", Instant.now().toString(),
        Map.of("withdraws", Map.of("source", link.get("source"), "id", link.get("id")))));
    assertThat(problem(give(mother, brother, 10), 409)).isEqualTo("not-family");
    assertThat(points(brother).get("available").asLong()).isEqualTo(10);
  }

  @Test
  void of_a_hundred_who_ask_for_the_last_points_exactly_one_gets_them() throws Exception {
    earn(mother, purchase, 100);
    List<Answer> answers = atOnce(IntStream.range(0, 100)
        .<Callable<Answer>>mapToObj(i -> () -> deployment.client().post(transfers(mother),
            Map.of("to", daughter, "points", 100)))
        .toList());
    assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 201)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("not-enough-points"));
    give(daughter, mother, 100);
    assertThat(points(mother).get("available").asLong()).isEqualTo(100);
    assertThat(points(daughter).get("available").asLong()).isZero();
  }

  @Test
  void who_give_to_each_other_crosswise_all_come_to_an_end_and_no_point_is_lost() throws Exception {
    earn(mother, purchase, 500);
    earn(daughter, "P-" + UUID.randomUUID(), 500);
    List<Answer> answers = atOnce(IntStream.range(0, 60).<Callable<Answer>>mapToObj(i -> i % 2 == 0
        ? () -> deployment.client().post(transfers(mother), Map.of("to", daughter, "points", 3))
        : () -> deployment.client().post(transfers(daughter), Map.of("to", mother, "points", 2))).toList());
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
    give(mother, daughter, 1);
    assertThat(points(mother).get("available").asLong()).isEqualTo(500 - 90 + 60 - 1);
    assertThat(points(daughter).get("available").asLong()).isEqualTo(500 + 90 - 60 + 1);
  }

  @Test
  void a_key_gives_once_and_answers_alike() throws Exception {
    earn(mother, purchase, 100);
    String key = UUID.randomUUID().toString();
    Map<String, Object> body = Map.of("to", daughter, "points", 60);
    List<Answer> answers = atOnce(IntStream.range(0, 20)
        .<Callable<Answer>>mapToObj(
            i -> () -> deployment.client().post(transfers(mother), body, "Idempotency-Key", key))
        .toList());
    assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(201));
    assertThat(answers).extracting(Answer::body).containsOnly(answers.getFirst().body());
    Answer other = staff.post(transfers(mother), Map.of("to", daughter, "points", 1), "Idempotency-Key", key);
    assertThat(problem(other, 422)).isEqualTo("key-reused");
    for (Map<String, Object> wrong : List.<Map<String, Object>>of(Map.of("to", daughter),
        Map.of("to", someone(), "points", 1))) {
      assertThat(problem(staff.post(transfers(mother), wrong, "Idempotency-Key", key), 422)).isEqualTo("key-reused");
    }
    give(mother, daughter, 40);
    assertThat(points(daughter).get("available").asLong()).isEqualTo(100);
  }

  @Test
  void the_past_knows_nothing_of_a_later_gift() {
    earn(mother, purchase, 100);
    give(mother, daughter, 60);
    JsonNode gift = entry(daughter, "transferred-in");
    String recorded = gift.get("recordedAt").asString();
    String before = Instant.parse(recorded).minus(1, ChronoUnit.MICROS).toString();
    String earlier = Instant.parse(gift.get("occurredAt").asString()).minus(1, ChronoUnit.MICROS).toString();
    assertThat(staff.read(path(mother) + "/points?asOf=" + before).get("available").asLong()).isEqualTo(100);
    assertThat(staff.read(path(mother) + "/points?asOf=" + recorded).get("available").asLong()).isEqualTo(40);
    assertThat(staff.read(path(daughter) + "/points?effectiveAt=" + earlier).get("available").asLong()).isZero();
    List<JsonNode> history =
        staff.as("auditor").get("/api/v1/audit/customers/" + daughter + "/history").lines();
    assertThat(history.getLast().get("type").asString()).isEqualTo("loyalty.points-received");
    assertThat(history.getLast().get("stream").asString()).isEqualTo("points-account:" + daughter);
    assertThat(history.getLast().get("actor").asString()).isNotEmpty();
  }

  private static Map<String, Object> link(String of, String other, Map<String, Object> more) {
    Map<String, Object> tie = new HashMap<>(more);
    tie.put("other", other);
    return fact(of, "family.linked", Instant.now().toString(), tie);
  }

  /** Points of a purchase are pending for a week. */
  private void earn(String customer, String purchaseId, int points) {
    staff.record(purchase(customer, purchaseId, Instant.now().minus(10, ChronoUnit.DAYS).toString(),
        line("wellness", Integer.toString(points))));
    points(customer);
  }

  private void refund(String customer, String purchaseId, String amount) {
    staff.record(fact(customer, "purchase.refunded", Instant.now().toString(),
        Map.of("purchaseId", purchaseId, "currency", "CNY", "amount", amount)));
  }

  private Answer give(String from, String to, int points) {
    return staff.post(transfers(from), Map.of("to", to, "points", points));
  }

  private static String path(String customer) {
    return "/api/v1/customers/" + customer;
  }

  private static String transfers(String customer) {
    return path(customer) + "/points/transfers";
  }

  /** With the token of the last write: one token is good for both customers. */
  private JsonNode points(String customer) {
    return staff.read(path(customer) + "/points");
  }

  private JsonNode entry(String customer, String kind) {
    return StreamSupport.stream(staff.read(path(customer) + "/points/ledger").get("items").spliterator(), false)
        .filter(line -> line.get("kind").asString().equals(kind)).findFirst().orElseThrow();
  }

  private JsonNode explained(String customer, String kind) {
    return staff.read(path(customer) + "/points/ledger/" + entry(customer, kind).get("entryId").asString()
        + "/explanation");
  }

  private List<String> summaries(String customer, String language) {
    return staff.read(path(customer) + "/timeline?limit=500", "Accept-Language", language).get("items")
        .findValuesAsString("summary");
  }
}
