package io.anamnesis.standalone.acceptance;

import static io.anamnesis.standalone.acceptance.Answer.problem;
import static io.anamnesis.standalone.acceptance.AtOnce.atOnce;
import static io.anamnesis.standalone.acceptance.Facts.fact;
import static io.anamnesis.standalone.acceptance.Facts.line;
import static io.anamnesis.standalone.acceptance.Facts.purchase;
import static io.anamnesis.standalone.acceptance.Facts.someone;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** L4: rewards that are handed out against codes, as an app shows them and a counter takes them. */
@ParameterizedClass
@EnumSource(Deployment.class)
class VouchersAcceptanceTest {
  private static final String REWARDS = "/api/v1/loyalty/rewards";
  private static final String USE = "/api/v1/loyalty/vouchers/use";
  private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");

  @Parameter
  private Deployment deployment;

  private final String customer = someone();
  private final String reward = "R-" + UUID.randomUUID();

  @Test
  void a_confirmed_redemption_issues_a_code_for_each_and_each_is_used_once() {
    Client staff = withPoints(deployment.client());
    offer(staff, Map.of("months", 1));
    Client app = staff.as("app");
    String redemption = reserve(app, 2);
    Answer confirmed = app.post(redemption + "/confirm", Map.of(), "Idempotency-Key", "K-" + customer);
    List<String> codes = codes(confirmed);
    assertThat(codes).hasSize(2).doesNotHaveDuplicates();
    assertThat(app.post(redemption + "/confirm", Map.of(), "Idempotency-Key", "K-" + customer).body())
        .as("told again it is the same").isEqualTo(confirmed.body());

    JsonNode listed = app.read(path("/vouchers")).get("vouchers");
    assertThat(listed.findValuesAsString("code")).containsExactlyInAnyOrderElementsOf(codes);
    assertThat(listed.findValuesAsString("state")).containsExactly("issued", "issued");
    LocalDate day = Instant.parse(listed.get(0).get("issuedAt").asString()).atZone(SHANGHAI).toLocalDate();
    assertThat(Instant.parse(listed.get(0).get("validUntil").asString()))
        .isEqualTo(day.plusMonths(1).plusDays(1).atStartOfDay(SHANGHAI).toInstant());

    String issued = listed.get(0).get("issuedAt").asString();
    Answer used = staff.post(USE, Map.of("code", codes.getFirst().toLowerCase(Locale.ROOT).replace('-', ' '),
        "reference", "HIS-9", "visitId", "V-3"));
    assertThat(used.status()).as(used.body()).isEqualTo(200);
    assertThat(used.json().get("customer").asString()).isEqualTo(customer);
    assertThat(used.json().get("reward").asString()).isEqualTo(reward);
    assertThat(problem(staff.post(USE, Map.of("code", codes.getFirst())), 409)).isEqualTo("voucher-used");
    JsonNode after = staff.read(path("/vouchers")).get("vouchers");
    assertThat(after.findValuesAsString("state")).containsExactlyInAnyOrder("issued", "used");
    assertThat(after.findValuesAsString("reference")).contains("HIS-9");
    assertThat(staff.read(path("/vouchers?effectiveAt=" + issued)).get("vouchers").findValuesAsString("state"))
        .as("as it was then").containsExactly("issued", "issued");
    assertThat(staff.read(path("/timeline?limit=500"), "Accept-Language", "en").get("items")
        .findValuesAsString("summary"))
        .contains("Voucher for " + reward + " issued", "Voucher for " + reward + " used");
  }

  @Test
  void a_code_is_told_to_nobody_who_may_not_see_it() {
    Client staff = withPoints(deployment.client());
    offer(staff, Map.of());
    String code = codes(staff.post(reserve(staff, 1) + "/confirm", Map.of())).getFirst();
    assertThat(staff.read(path("/vouchers")).get("vouchers").get(0).get("validUntil").isNull()).isTrue();
    Client auditor = staff.as("auditor");
    assertThat(auditor.get(path("/vouchers")).body()).contains(reward).doesNotContain(code);
    assertThat(auditor.get("/api/v1/audit/customers/" + customer + "/history").body())
        .contains("loyalty.voucher-issued").doesNotContain(code).doesNotContain(code.replace("-", ""));
    String audit = "/api/v1/audit/customers/" + customer;
    for (String path : List.of(path("/vouchers"), path("/timeline?limit=500"), audit + "/history",
        audit + "/replay?model=vouchers")) {
      assertThat(auditor.get(path, "Purpose", "complaint review").body()).as(path).contains(reward, "***")
          .doesNotContain(code);
    }
    Bundle bundle = Bundle.of(auditor.download(audit + "/bundle", "Purpose", "complaint review").bytes());
    assertThat(bundle.text("history.ndjson")).contains("loyalty.voucher-issued").doesNotContain(code);
    assertThat(bundle.text("index.html")).doesNotContain(code);
    assertThat(staff.get(path("/timeline?limit=500")).body()).as("who may hand it over sees it").contains(code);
    assertThat(auditor.post(USE, Map.of("code", code)).status()).isEqualTo(403);
    assertThat(staff.as("admin").post(USE, Map.of("code", code)).status()).isEqualTo(403);
  }

  @Test
  void what_is_no_code_is_refused_and_never_repeated() {
    Client staff = deployment.client();
    for (String typed : List.of("", "0", "00000000000000000A", "AAAAAA-BBBBBB-UUUUUU")) {
      Answer refused = staff.post(USE, Map.of("code", typed));
      assertThat(problem(refused, 400)).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).isEqualTo("code");
      assertThat(typed.length() < 2 || !refused.body().contains(typed)).isTrue();
    }
    assertThat(staff.post(USE, Map.of()).json().get("field").asString()).isEqualTo("code");
    assertThat(problem(staff.post(USE, Map.of("code", "000000-000000-000000")), 404)).isEqualTo("unknown-voucher");
  }

  @Test
  void of_a_hundred_who_use_a_code_exactly_one_does() throws Exception {
    Client staff = withPoints(deployment.client());
    offer(staff, Map.of());
    String code = codes(staff.post(reserve(staff, 1) + "/confirm", Map.of())).getFirst();
    List<Answer> answers = atOnce(100, () -> staff.as("app").post(USE, Map.of("code", code)));
    assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
    assertThat(answers).filteredOn(answer -> answer.status() != 200)
        .allSatisfy(answer -> assertThat(problem(answer, 409)).isEqualTo("voucher-used"));
  }

  @Test
  void a_key_uses_one_code_however_often_it_comes_and_never_another() throws Exception {
    Client staff = withPoints(deployment.client());
    offer(staff, Map.of());
    List<String> codes = codes(staff.post(reserve(staff, 2) + "/confirm", Map.of()));
    String key = "U-" + customer;
    List<Answer> repeated =
        atOnce(10, () -> staff.as("app").post(USE, Map.of("code", codes.get(0)), "Idempotency-Key", key));
    assertThat(repeated).allSatisfy(answer -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    assertThat(repeated).extracting(Answer::body).containsOnly(repeated.getFirst().body());
    assertThat(problem(staff.as("app").post(USE, Map.of("code", codes.get(1)), "Idempotency-Key", key), 422))
        .isEqualTo("key-reused");
    assertThat(problem(staff.as("app").post(USE, Map.of("code", "no code"), "Idempotency-Key", key), 422))
        .as("whatever the body is").isEqualTo("key-reused");
    assertThat(staff.post(USE, Map.of("code", "no code"), "Idempotency-Key", "a b").json().get("field").asString())
        .isEqualTo("Idempotency-Key");
    assertThat(staff.post(USE, Map.of("code", codes.get(1))).status()).as("it is not used").isEqualTo(200);
  }

  @Test
  void a_cancelled_redemption_makes_its_codes_void_unless_one_was_used() throws Exception {
    Client staff = withPoints(deployment.client());
    offer(staff, Map.of());
    String first = reserve(staff, 2);
    String code = codes(staff.post(first + "/confirm", Map.of())).getFirst();
    assertThat(staff.post(first + "/cancel", Map.of("by", "hospital")).status()).isEqualTo(200);
    assertThat(problem(staff.post(USE, Map.of("code", code)), 409)).isEqualTo("voucher-voided");
    assertThat(staff.read(path("/vouchers")).get("vouchers").findValuesAsString("state"))
        .containsExactly("voided", "voided");
    long available = available(staff);

    for (int i = 0; i < 4; i++) {
      String redemption = reserve(staff, 2);
      String one = codes(staff.post(redemption + "/confirm", Map.of())).get(1);
      List<Answer> both = atOnce(List.of(() -> staff.as("app").post(USE, Map.of("code", one)),
          () -> staff.as("staff").post(redemption + "/cancel", Map.of("by", "hospital"))));
      assertThat(both).extracting(Answer::status).as("used or cancelled").containsExactlyInAnyOrder(200, 409);
      String refused = problem(both.stream().filter(answer -> answer.status() == 409).findFirst().orElseThrow(), 409);
      assertThat(refused).isIn("voucher-used", "voucher-voided");
      available -= refused.equals("voucher-used") ? 20 : 0;
      assertThat(available(staff)).as("points come back, or nothing does").isEqualTo(available);
    }
  }

  @Test
  void a_code_is_good_through_its_days() {
    ShiftedClock clock = new ShiftedClock();
    try (OwnDeployment own = new OwnDeployment(deployment, Map.of(), clock)) {
      Client staff = withPoints(own.client("staff"));
      offer(staff, Map.of("days", 1));
      List<String> codes = codes(staff.post(reserve(staff, 2) + "/confirm", Map.of()));
      Instant until =
          Instant.parse(staff.read(path("/vouchers")).get("vouchers").get(0).get("validUntil").asString());
      assertThat(until.atZone(SHANGHAI).toLocalTime()).hasToString("00:00");
      clock.to(until.minus(Duration.ofMinutes(10)));
      assertThat(staff.post(USE, Map.of("code", codes.getFirst())).status()).isEqualTo(200);
      clock.to(until.plusSeconds(1));
      assertThat(problem(staff.post(USE, Map.of("code", codes.getLast())), 409)).isEqualTo("voucher-expired");
      assertThat(staff.read(path("/vouchers")).get("vouchers").findValuesAsString("state"))
          .containsExactlyInAnyOrder("used", "expired");
    }
  }

  @Test
  void what_a_family_pool_pays_for_issues_codes_to_who_redeems() {
    Client staff = deployment.client();
    String mother = someone();
    staff.record(fact(mother, "customer.registered", Instant.now().toString(), Map.of()),
        fact(customer, "family.linked", Instant.now().toString(), Map.of("other", mother, "relation", "mother")));
    earn(staff, mother);
    offer(staff, Map.of());
    String family = "/api/v1/customers/" + mother + "/pool";
    String poolId = staff.post(family, Map.of()).json().get("poolId").asString();
    staff.post(family + "/members/" + customer + "/invite", Map.of());
    staff.post(path("/pool/join"), Map.of("poolId", poolId));
    Answer reserved = staff.post(path("/redemptions"), Map.of("reward", reward, "quantity", 3, "pool", true));
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    String redemption = path("/redemptions/") + reserved.json().get("redemptionId").asString();
    List<String> codes = codes(staff.post(redemption + "/confirm", Map.of()));
    assertThat(codes).hasSize(3);
    assertThat(staff.read(path("/vouchers")).get("vouchers").findValuesAsString("code"))
        .containsExactlyInAnyOrderElementsOf(codes);
    assertThat(staff.read("/api/v1/customers/" + mother + "/vouchers").get("vouchers")).isEmpty();

    assertThat(staff.post(redemption + "/cancel", Map.of("by", "hospital")).status()).isEqualTo(200);
    assertThat(problem(staff.post(USE, Map.of("code", codes.getFirst())), 409)).isEqualTo("voucher-voided");
    Answer again = staff.post(path("/redemptions"), Map.of("reward", reward, "quantity", 1, "pool", true));
    String second = path("/redemptions/") + again.json().get("redemptionId").asString();
    String code = codes(staff.post(second + "/confirm", Map.of())).getFirst();
    assertThat(staff.post(USE, Map.of("code", code)).json().get("customer").asString()).isEqualTo(customer);
    assertThat(problem(staff.post(second + "/cancel", Map.of("by", "hospital")), 409)).isEqualTo("voucher-used");
  }

  @Test
  void codes_are_for_what_was_reserved_as_it_was_offered_then_and_not_for_too_many_at_once() {
    Client staff = withPoints(deployment.client());
    Answer offered = offer(staff, Map.of("days", 30));
    assertThat(offered.json().get("voucher").get("days").asInt()).isEqualTo(30);
    assertThat(problem(staff.post(path("/redemptions"), Map.of("reward", reward, "quantity", 51)), 409))
        .isEqualTo("too-many-vouchers");
    String before = reserve(staff, 1);
    Client admin = staff.as("admin");
    String etag = admin.get(REWARDS + "/" + reward).header("ETag");
    Map<String, Object> terms = new HashMap<>(terms(Map.of()));
    terms.remove("voucher");
    Answer changed = admin.post(REWARDS, terms, "If-Match", etag);
    assertThat(changed.json().get("voucher").isNull()).as(changed.body()).isTrue();
    String after = reserve(staff, 1);
    assertThat(codes(staff.post(before + "/confirm", Map.of()))).hasSize(1);
    assertThat(staff.post(after + "/confirm", Map.of()).json().get("vouchers")).isEmpty();
    assertThat(staff.read(path("/vouchers")).get("vouchers")).hasSize(1);
    for (Object none : List.of("yes", Map.of("days", 0), Map.of("months", 1_000), Map.of("days", "3"))) {
      Answer refused =
          admin.post(REWARDS, Map.of("reward", reward, "name", "x", "points", 1, "stock", 1, "voucher", none));
      assertThat(problem(refused, 400)).isEqualTo("invalid");
      assertThat(refused.json().get("field").asString()).startsWith("voucher");
    }
  }

  private Answer offer(Client staff, Map<String, Object> voucher) {
    Answer offered = staff.as("admin").post(REWARDS, terms(voucher));
    assertThat(offered.status()).as(offered.body()).isEqualTo(201);
    return offered;
  }

  private Map<String, Object> terms(Map<String, Object> voucher) {
    return Map.of("reward", reward, "name", "水疗券", "points", 10, "stock", 90, "voucher", voucher);
  }

  private Client withPoints(Client staff) {
    earn(staff, customer);
    return staff;
  }

  private static void earn(Client staff, String who) {
    String then = Instant.now().minus(20, ChronoUnit.DAYS).toString();
    staff.record(purchase(who, "P-" + UUID.randomUUID(), then, line("wellness", "900")));
    staff.read("/api/v1/customers/" + who + "/points");
  }

  private long available(Client client) {
    return client.read(path("/points")).get("available").asLong();
  }

  private String reserve(Client client, int quantity) {
    Answer reserved = client.post(path("/redemptions"), Map.of("reward", reward, "quantity", quantity));
    assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
    return path("/redemptions/") + reserved.json().get("redemptionId").asString();
  }

  private static List<String> codes(Answer confirmed) {
    assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
    return confirmed.json().get("vouchers").valueStream().map(JsonNode::asString).toList();
  }

  private String path(String rest) {
    return "/api/v1/customers/" + customer + rest;
  }
}
